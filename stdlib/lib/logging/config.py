"""Configuration functions for the logging package for Python."""

import errno
import functools
import io
import logging
import logging.handlers
import os
import queue
import re
import struct
import threading
import traceback

DEFAULT_LOGGING_CONFIG_PORT = 9030
RESET_ERROR = errno.ECONNRESET
_listener = None


# -- from files -------------------------------------------------------------------

def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """
    Read the logging configuration from a ConfigParser-format file.
    """
    import configparser
    if isinstance(fname, str):
        if not os.path.exists(fname):
            raise FileNotFoundError(f"{fname} doesn't exist")
        if not os.path.getsize(fname):
            raise RuntimeError(f'{fname} is an empty file')
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, 'readline'):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as e:
            raise RuntimeError(f'{fname} is invalid: {e}')
    formatters = _file_formatters(parser)
    with logging._lock:
        _clearExistingHandlers()
        _file_loggers(parser, _file_handlers(parser, formatters), disable_existing_loggers)


def _resolve(name):
    """Resolve a dotted name to a global object."""
    used, *rest = name.split('.')
    found = __import__(used)
    for part in rest:
        used = used + '.' + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(used)
            found = getattr(found, part)
    return found


def _names(text):
    return [name.strip() for name in text.split(",")]


def _file_formatters(parser):
    names = parser["formatters"]["keys"]
    found = {}
    for name in _names(names) if names else ():
        section = "formatter_%s" % name
        fmt, datefmt = (parser.get(section, key, raw=True, fallback=None) for key in ("format", "datefmt"))
        style = parser.get(section, "style", raw=True, fallback='%')
        defaults = parser.get(section, "defaults", raw=True, fallback=None)
        kind = logging.Formatter
        if class_name := parser[section].get("class"):
            kind = _resolve(class_name)
        if defaults is not None:
            found[name] = kind(fmt, datefmt, style, defaults=eval(defaults, vars(logging)))
        else:
            found[name] = kind(fmt, datefmt, style)
    return found


def _file_handlers(parser, formatters):
    names = parser["handlers"]["keys"]
    handlers, targets = {}, []
    for name in _names(names) if names else ():
        section = parser["handler_%s" % name]
        class_name, fmt = section["class"], section.get("formatter", "")
        try:
            kind = eval(class_name, vars(logging))
        except (AttributeError, NameError):
            kind = _resolve(class_name)
        args = eval(section.get("args", '()'), vars(logging))
        kwargs = eval(section.get("kwargs", '{}'), vars(logging))
        handler = kind(*args, **kwargs)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        if fmt:
            handler.setFormatter(formatters[fmt])
        if issubclass(kind, logging.handlers.MemoryHandler) and (target := section.get("target", "")):
            # The target may come later.
            targets.append((handler, target))
        handlers[name] = handler
    for handler, target in targets:
        handler.setTarget(handlers[target])
    return handlers


def _handle_existing_loggers(existing, child_loggers, disable_existing):
    """Loggers that are not configured are disabled; children of configured ones begin anew."""
    for name in existing:
        logger = logging.root.manager.loggerDict[name]
        if name in child_loggers:
            if not isinstance(logger, logging.PlaceHolder):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
        else:
            logger.disabled = disable_existing


def _take_from_existing(name, existing, child_loggers):
    if name not in existing:
        return
    child_loggers += [other for other in existing if other.startswith(name + ".")]
    existing.remove(name)


def _file_loggers(parser, handlers, disable_existing):
    names = _names(parser["loggers"]["keys"])
    names.remove("root")
    section = parser["logger_root"]
    root = logging.root
    _file_logger(root, section, handlers)
    existing, child_loggers = sorted(root.manager.loggerDict.keys()), []
    for name in names:
        section = parser["logger_%s" % name]
        qualified = section["qualname"]
        propagate = section.getint("propagate", fallback=1)
        logger = logging.getLogger(qualified)
        _take_from_existing(qualified, existing, child_loggers)
        logger.propagate = propagate
        logger.disabled = 0
        _file_logger(logger, section, handlers)
    _handle_existing_loggers(existing, child_loggers, disable_existing)


def _file_logger(logger, section, handlers):
    if "level" in section:
        logger.setLevel(section["level"])
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
    if names := section["handlers"]:
        for name in _names(names):
            logger.addHandler(handlers[name])


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


# -- from dictionaries --------------------------------------------------------------

_IDENTIFIER = re.compile('^[a-z_][a-z0-9_]*$', re.I)


def valid_ident(s):
    if not _IDENTIFIER.match(s):
        raise ValueError('Not a valid Python identifier: %r' % s)
    return True


class ConvertingMixin(object):
    """What the three converting containers do with a value they hand out."""

    def convert_with_key(self, key, value, replace=True):
        converted = self.configurator.convert(value)
        if converted is value:
            return value
        # What was converted is kept.
        if replace:
            self[key] = converted
        if type(converted) in _CONVERTING:
            converted.parent, converted.key = self, key
        return converted

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result and type(result) in _CONVERTING:
            result.parent = self
        return result


class ConvertingDict(dict, ConvertingMixin):
    """A converting dictionary wrapper."""

    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    """A converting list wrapper."""

    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    """A converting tuple wrapper."""

    def __getitem__(self, key):
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


_CONVERTING = ConvertingDict, ConvertingList, ConvertingTuple


class BaseConfigurator(object):
    """
    The configurator base class which defines some useful defaults.
    """
    CONVERT_PATTERN = re.compile(r'^(?P<prefix>[a-z]+)://(?P<suffix>.*)$')
    WORD_PATTERN = re.compile(r'^\s*(\w+)\s*')
    DOT_PATTERN = re.compile(r'^\.\s*(\w+)\s*')
    INDEX_PATTERN = re.compile(r'^\[([^\[\]]*)\]\s*')
    DIGIT_PATTERN = re.compile(r'^\d+$')
    value_converters = {'ext': 'ext_convert', 'cfg': 'cfg_convert'}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """
        Resolve strings to objects using standard import and attribute
        syntax.
        """
        used, *rest = s.split('.')
        try:
            found = self.importer(used)
            for part in rest:
                used += '.' + part
                try:
                    found = getattr(found, part)
                except AttributeError:
                    self.importer(used)
                    found = getattr(found, part)
            return found
        except ImportError as e:
            raise ValueError('Cannot resolve %r: %s' % (s, e)) from e

    def ext_convert(self, value):
        """Default converter for the ext:// protocol."""
        return self.resolve(value)

    def cfg_convert(self, value):
        """Default converter for the cfg:// protocol."""
        rest = value
        match = self.WORD_PATTERN.match(rest)
        if match is None:
            raise ValueError("Unable to convert %r" % value)
        rest = rest[match.end():]
        found = self.config[match.groups()[0]]
        while rest:
            match = self.DOT_PATTERN.match(rest)
            if match:
                found = found[match.groups()[0]]
            else:
                match = self.INDEX_PATTERN.match(rest)
                if match:
                    index = match.groups()[0]
                    if not self.DIGIT_PATTERN.match(index):
                        found = found[index]
                    else:
                        try:
                            found = found[int(index)]
                        except TypeError:
                            found = found[index]
            if not match:
                raise ValueError('Unable to convert %r at %r' % (value, rest))
            rest = rest[match.end():]
        return found

    def convert(self, value):
        """Convert values to an appropriate type."""
        for plain, converting in ((dict, ConvertingDict), (list, ConvertingList), (tuple, ConvertingTuple)):
            if isinstance(value, plain) and not isinstance(value, converting):
                if plain is tuple and hasattr(value, '_fields'):
                    break
                value = converting(value)
                value.configurator = self
                return value
        if isinstance(value, str):
            match = self.CONVERT_PATTERN.match(value)
            if match:
                converter = self.value_converters.get(match['prefix'])
                if converter:
                    value = getattr(self, converter)(match['suffix'])
        return value

    def configure_custom(self, config):
        """Configure an object with a user-supplied factory."""
        factory = config.pop('()')
        make = factory if callable(factory) else self.resolve(factory)
        made = make(**{name: config[name] for name in config if name != '.' and valid_ident(name)})
        for name, value in (config.pop('.', None) or {}).items():
            setattr(made, name, value)
        return made

    def as_tuple(self, value):
        """Utility function which converts lists to tuples."""
        return tuple(value) if isinstance(value, list) else value


def _is_queue_like_object(obj):
    """Whether something can hold records for another thread."""
    if isinstance(obj, (queue.Queue, queue.SimpleQueue)):
        return True
    methods = ('empty', 'full', 'get', 'get_nowait', 'put', 'put_nowait', 'qsize')
    return all(callable(getattr(obj, name, None)) for name in methods)


class DictConfigurator(BaseConfigurator):
    """Configures logging by what a dictionary says."""

    def configure(self):
        """Do the configuration."""
        config = self.config
        if 'version' not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config['version'] != 1:
            raise ValueError("Unsupported version: %s" % config['version'])
        with logging._lock:
            if config.pop('incremental', False):
                self._change(config)
            else:
                self._begin_anew(config)

    def _change(self, config):
        for name, settings in config.get('handlers', {}).items():
            if name not in logging._handlers:
                raise ValueError('No handler found with name %r' % name)
            try:
                level = settings.get('level', None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as e:
                raise ValueError('Unable to configure handler %r' % name) from e
        loggers = config.get('loggers', {})
        for name in loggers:
            try:
                self.configure_logger(name, loggers[name], True)
            except Exception as e:
                raise ValueError('Unable to configure logger %r' % name) from e
        root = config.get('root', None)
        if root:
            self._configure_root(root, True)

    def _configure_root(self, root, incremental=False):
        try:
            self.configure_root(root, incremental)
        except Exception as e:
            raise ValueError('Unable to configure root logger') from e

    def _begin_anew(self, config):
        disable_existing = config.pop('disable_existing_loggers', True)
        _clearExistingHandlers()
        for kind, configure in (('formatter', self.configure_formatter), ('filter', self.configure_filter)):
            items = config.get(kind + 's', {})
            for name in items:
                try:
                    items[name] = configure(items[name])
                except Exception as e:
                    raise ValueError('Unable to configure %s %r' % (kind, name)) from e
        self._make_handlers(config.get('handlers', {}))
        root = logging.root
        existing, child_loggers = sorted(root.manager.loggerDict.keys()), []
        loggers = config.get('loggers', {})
        for name in loggers:
            _take_from_existing(name, existing, child_loggers)
            try:
                self.configure_logger(name, loggers[name])
            except Exception as e:
                raise ValueError('Unable to configure logger %r' % name) from e
        _handle_existing_loggers(existing, child_loggers, disable_existing)
        settings = config.get('root', None)
        if settings:
            self._configure_root(settings)

    def _make_handlers(self, handlers):
        waiting = []
        for name in sorted(handlers):
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as e:
                if ' not configured yet' not in str(e.__cause__):
                    raise ValueError('Unable to configure handler %r' % name) from e
                # Its target is made first.
                waiting.append(name)
        for name in waiting:
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as e:
                raise ValueError('Unable to configure handler %r' % name) from e

    def configure_formatter(self, config):
        """Configure a formatter from a dictionary."""
        if '()' in config:
            factory = config['()']
            try:
                return self.configure_custom(config)
            except TypeError as te:
                if "'format'" not in str(te):
                    raise
                # Factories call what we call format fmt.
                config['fmt'] = config.pop('format')
                config['()'] = factory
                return self.configure_custom(config)
        fmt, datefmt = config.get('format', None), config.get('datefmt', None)
        style, defaults = config.get('style', '%'), config.get('defaults', None)
        class_name = config.get('class', None)
        kind = _resolve(class_name) if class_name else logging.Formatter
        kwargs = {}
        if defaults is not None:
            kwargs['defaults'] = defaults
        if 'validate' in config:
            return kind(fmt, datefmt, style, config['validate'], **kwargs)
        return kind(fmt, datefmt, style, **kwargs)

    def configure_filter(self, config):
        """Configure a filter from a dictionary."""
        if '()' in config:
            return self.configure_custom(config)
        return logging.Filter(config.get('name', ''))

    def add_filters(self, filterer, filters):
        """Add filters to a filterer from a list of names."""
        for each in filters:
            try:
                if callable(each) or callable(getattr(each, 'filter', None)):
                    filterer.addFilter(each)
                else:
                    filterer.addFilter(self.config['filters'][each])
            except Exception as e:
                raise ValueError('Unable to add filter %r' % each) from e

    def _configure_queue_handler(self, klass, **kwargs):
        made = kwargs.pop('queue', None)
        made = queue.Queue() if made is None else made
        level = kwargs.pop('respect_handler_level', False)
        listener = kwargs.pop('listener', None) or logging.handlers.QueueListener
        handlers = kwargs.pop('handlers', None) or []
        result = klass(made, **kwargs)
        result.listener = listener(made, *handlers, respect_handler_level=level)
        return result

    def configure_handler(self, config):
        """Configure a handler from a dictionary."""
        whole = dict(config)
        formatter = config.get('formatter', None)
        if formatter:
            try:
                formatter = self.config['formatters'][formatter]
            except Exception as e:
                raise ValueError('Unable to set formatter %r' % formatter) from e
        level = config.pop('level', None)
        filters = config.pop('filters', None)
        config.pop('formatter', None)
        if '()' in config:
            call = config.pop('()')
            factory = call if callable(call) else self.resolve(call)
        else:
            factory = self._handler_class(config, whole)
        kwargs = {key: config[key] for key in config if key != '.' and valid_ident(key)}
        if kwargs.get('flushLevel') is not None and isinstance(kwargs['flushLevel'], str):
            kwargs['flushLevel'] = logging._checkLevel(kwargs['flushLevel'])
        try:
            result = factory(**kwargs)
        except TypeError as te:
            if "'stream'" not in str(te):
                raise
            # Older handlers call it strm.
            kwargs['strm'] = kwargs.pop('stream')
            result = factory(**kwargs)
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        for name, value in (config.pop('.', None) or {}).items():
            setattr(result, name, value)
        return result

    def _handler_class(self, config, whole):
        name = config.pop('class')
        kind = name if callable(name) else self.resolve(name)
        if issubclass(kind, logging.handlers.MemoryHandler):
            if 'flushLevel' in config:
                config['flushLevel'] = logging._checkLevel(config['flushLevel'])
            if 'target' in config:
                # Handlers are named by strings.
                target = config['target']
                try:
                    found = self.config['handlers'][target]
                    if not isinstance(found, logging.Handler):
                        config.update(whole)
                        raise TypeError('target not configured yet')
                    config['target'] = found
                except Exception as e:
                    raise ValueError('Unable to set target handler %r' % target) from e
        elif issubclass(kind, logging.handlers.QueueHandler):
            self._queue_settings(config, whole)
            return functools.partial(self._configure_queue_handler, kind)
        elif issubclass(kind, logging.handlers.SMTPHandler) and 'mailhost' in config:
            config['mailhost'] = self.as_tuple(config['mailhost'])
        elif issubclass(kind, logging.handlers.SysLogHandler) and 'address' in config:
            config['address'] = self.as_tuple(config['address'])
        return kind

    def _queue_settings(self, config, whole):
        if 'queue' in config:
            spec = config['queue']
            if isinstance(spec, str):
                spec = self.resolve(spec)
                if not callable(spec):
                    raise TypeError('Invalid queue specifier %r' % config['queue'])
                config['queue'] = spec()
            elif isinstance(spec, dict):
                if '()' not in spec:
                    raise TypeError('Invalid queue specifier %r' % spec)
                config['queue'] = self.configure_custom(dict(spec))
            elif not _is_queue_like_object(spec):
                raise TypeError('Invalid queue specifier %r' % spec)
        if 'listener' in config:
            spec = config['listener']
            if isinstance(spec, type):
                if not issubclass(spec, logging.handlers.QueueListener):
                    raise TypeError('Invalid listener specifier %r' % spec)
            elif isinstance(spec, str):
                found = self.resolve(spec)
                if isinstance(found, type) and not issubclass(found, logging.handlers.QueueListener):
                    raise TypeError('Invalid listener specifier %r' % spec)
                config['listener'] = found
            elif isinstance(spec, dict):
                if '()' not in spec:
                    raise TypeError('Invalid listener specifier %r' % spec)
                config['listener'] = self.configure_custom(dict(spec))
            else:
                raise TypeError('Invalid listener specifier %r' % spec)
        if 'handlers' in config:
            found = []
            try:
                for name in config['handlers']:
                    handler = self.config['handlers'][name]
                    if not isinstance(handler, logging.Handler):
                        config.update(whole)
                        raise TypeError('Required handler %r is not configured yet' % name)
                    found.append(handler)
            except Exception as e:
                raise ValueError('Unable to set required handler %r' % name) from e
            config['handlers'] = found

    def add_handlers(self, logger, handlers):
        """Add handlers to a logger from a list of names."""
        for name in handlers:
            try:
                logger.addHandler(self.config['handlers'][name])
            except Exception as e:
                raise ValueError('Unable to add handler %r' % name) from e

    def common_logger_config(self, logger, config, incremental=False):
        """What is the same for the root and other loggers."""
        level = config.get('level')
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for handler in tuple(logger.handlers):
            logger.removeHandler(handler)
        for what, add in (('handlers', self.add_handlers), ('filters', self.add_filters)):
            names = config.get(what)
            if names:
                add(logger, names)

    def configure_logger(self, name, config, incremental=False):
        """Configure a non-root logger from a dictionary."""
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        spread = config.get('propagate')
        logger.propagate = logger.propagate if spread is None else spread

    def configure_root(self, config, incremental=False):
        """Configure a root logger from a dictionary."""
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Configure logging using a dictionary."""
    dictConfigClass(config).configure()


# -- from a socket -------------------------------------------------------------------

def listen(port=DEFAULT_LOGGING_CONFIG_PORT, verify=None):
    """A thread that takes configurations from a port."""
    import select
    from socketserver import StreamRequestHandler, ThreadingTCPServer

    class ConfigStreamHandler(StreamRequestHandler):
        """Takes one configuration: its length in four bytes, then the text of a dictionary or file."""

        def handle(self):
            try:
                size = self.connection.recv(4)
                if len(size) != 4:
                    return
                size = struct.unpack(">L", size)[0]
                chunk = b""
                while len(chunk) < size:
                    chunk += self.connection.recv(size - len(chunk))
                if self.server.verify is not None:
                    chunk = self.server.verify(chunk)
                if chunk is not None:
                    self.configure(chunk.decode("utf-8"))
                if self.server.ready:
                    self.server.ready.set()
            except OSError as e:
                if e.errno != RESET_ERROR:
                    raise

        def configure(self, text):
            try:
                import json
                found = json.loads(text)
                assert isinstance(found, dict)
                dictConfig(found)
            except Exception:
                try:
                    fileConfig(io.StringIO(text))
                except Exception:
                    traceback.print_exc()

    class ConfigSocketReceiver(ThreadingTCPServer):
        allow_reuse_address = 1

        def __init__(self, host='localhost', port=port, handler=ConfigStreamHandler, ready=None, verify=None):
            ThreadingTCPServer.__init__(self, (host, port), handler)
            self.abort = 0
            self.timeout = 1
            self.ready = ready
            self.verify = verify

        def serve_until_stopped(self):
            abort = 0
            while not abort:
                readable, _, _ = select.select([self.socket.fileno()], [], [], self.timeout)
                if readable:
                    self.handle_request()
                with logging._lock:
                    abort = self.abort
            self.server_close()

    class Server(threading.Thread):
        def __init__(self):
            super().__init__()
            self.port = port
            self.ready = threading.Event()

        def run(self):
            global _listener
            server = ConfigSocketReceiver(port=self.port, ready=self.ready, verify=verify)
            if self.port == 0:
                self.port = server.server_address[1]
            self.ready.set()
            with logging._lock:
                _listener = server
            server.serve_until_stopped()

    return Server()


def stopListening():
    """
    Stop the listening server which was created with a call to listen().
    """
    global _listener
    with logging._lock:
        if _listener:
            _listener.abort = 1
            _listener = None
