"""Handlers of `logging.handlers` that speak to other programs."""

import logging
import os

# What is defined here belongs to `logging.handlers`, for reprs and pickles.
__name__ = 'logging.handlers'

SYSLOG_UDP_PORT = 514


class SysLogHandler(logging.Handler):
    """Sends records to the daemon of system logs."""
    (LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG) = range(8)
    (LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON,
     LOG_AUTHPRIV, LOG_FTP, LOG_NTP, LOG_SECURITY, LOG_CONSOLE, LOG_SOLCRON, LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2,
     LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7) = range(24)
    priority_names = {"alert": 1, "crit": 2, "critical": 2, "debug": 7, "emerg": 0, "err": 3, "error": 3, "info": 6,
                      "notice": 5, "panic": 0, "warn": 4, "warning": 4}
    facility_names = {"auth": 4, "authpriv": 10, "console": 14, "cron": 9, "daemon": 3, "ftp": 11, "kern": 0, "lpr": 6,
                      "mail": 2, "news": 7, "ntp": 12, "security": 13, "solaris-cron": 15, "syslog": 5, "user": 1,
                      "uucp": 8, "local0": 16, "local1": 17, "local2": 18, "local3": 19, "local4": 20, "local5": 21,
                      "local6": 22, "local7": 23}
    priority_map = {"DEBUG": "debug", "INFO": "info", "WARNING": "warning", "ERROR": "error", "CRITICAL": "critical"}
    ident = ''
    append_nul = True

    def __init__(self, address=('localhost', SYSLOG_UDP_PORT), facility=LOG_USER, socktype=None):
        """Where the daemon is, and what is told to be the sender."""
        logging.Handler.__init__(self)
        self.address, self.facility, self.socktype = address, facility, socktype
        self.socket = None
        self.createSocket()

    def _connect_unixsocket(self, address):
        import socket
        kinds = [self.socktype] if self.socktype is not None else [socket.SOCK_DGRAM, socket.SOCK_STREAM]
        for at, kind in enumerate(kinds):
            self.socket = socket.socket(socket.AF_UNIX, kind)
            try:
                self.socket.connect(address)
                self.socktype = kind
                return
            except OSError:
                self.socket.close()
                if at + 1 == len(kinds):
                    raise

    def createSocket(self):
        """Make the socket, and connect it if it is one of streams."""
        import socket
        address = self.address
        if isinstance(address, str):
            self.unixsocket = True
            try:
                self._connect_unixsocket(address)
            except OSError:
                # It may listen later.
                pass
            return
        self.unixsocket = False
        kind = socket.SOCK_DGRAM if self.socktype is None else self.socktype
        found = socket.getaddrinfo(*address, 0, kind)
        if not found:
            raise OSError("getaddrinfo returns an empty list")
        sock = None
        for at, (family, kind, protocol, _, place) in enumerate(found):
            try:
                sock = socket.socket(family, kind, protocol)
                if kind == socket.SOCK_STREAM:
                    sock.connect(place)
                break
            except OSError:
                if sock is not None:
                    sock.close()
                if at + 1 == len(found):
                    raise
        self.socket = sock
        self.socktype = kind

    def encodePriority(self, facility, priority):
        """Encode the facility and priority."""
        numbers = [names[value] if isinstance(value, str) else value for value, names in (
            (facility, self.facility_names), (priority, self.priority_names))]
        return numbers[0] << 3 | numbers[1]

    def close(self):
        """
        Closes the socket.
        """
        with self.lock:
            sock = self.socket
            if sock:
                self.socket = None
                sock.close()
            logging.Handler.close(self)

    def mapPriority(self, levelName):
        """Map a logging level name to a key in the priority_names map."""
        return self.priority_map.get(levelName, "warning")

    def _packet(self, record):
        text = f"{self.ident or ''}{self.format(record)}" + ('\000' if self.append_nul else '')
        priority = self.encodePriority(self.facility, self.mapPriority(record.levelname))
        return f'<{priority:d}>'.encode('utf-8') + text.encode('utf-8')

    def _send(self, data):
        import socket
        if self.unixsocket:
            try:
                self.socket.send(data)
            except OSError:
                # The daemon may have been started anew.
                self.socket.close()
                self._connect_unixsocket(self.address)
                self.socket.send(data)
        elif self.socktype == socket.SOCK_DGRAM:
            self.socket.sendto(data, self.address)
        else:
            self.socket.sendall(data)

    def emit(self, record):
        """Send a record to the daemon."""
        try:
            data = self._packet(record)
            if not self.socket:
                self.createSocket()
            self._send(data)
        except Exception:
            self.handleError(record)


class SMTPHandler(logging.Handler):
    """
    A handler class which sends an SMTP email for each logging event.
    """

    def __init__(self, mailhost, fromaddr, toaddrs, subject, credentials=None, secure=None, timeout=5.0):
        """The server (with its port, in a tuple), who writes to whom about what, and (name, password)."""
        logging.Handler.__init__(self)
        pairs = list, tuple
        self.mailhost, self.mailport = mailhost if isinstance(mailhost, pairs) else (mailhost, None)
        self.username = None
        if isinstance(credentials, pairs):
            self.username, self.password = credentials
        self.fromaddr, self.subject = fromaddr, subject
        self.toaddrs = [toaddrs] if isinstance(toaddrs, str) else toaddrs
        self.secure, self.timeout = secure, timeout

    def getSubject(self, record):
        """
        Determine the subject for the email.
        """
        return self.subject

    def emit(self, record):
        """
        Emit a record.
        """
        try:
            import smtplib
            import email.utils
            from email.message import EmailMessage
            smtp = smtplib.SMTP(self.mailhost, self.mailport or smtplib.SMTP_PORT, timeout=self.timeout)
            msg = EmailMessage()
            msg['From'] = self.fromaddr
            msg['To'] = ','.join(self.toaddrs)
            msg['Subject'] = self.getSubject(record)
            msg['Date'] = email.utils.localtime()
            msg.set_content(self.format(record))
            if self.username:
                if self.secure is not None:
                    import ssl
                    keyfile, certfile = (tuple(self.secure) + (None, None))[:2]
                    if certfile and keyfile:
                        context = ssl.create_default_context()
                        context.load_cert_chain(certfile, keyfile)
                    else:
                        context = ssl._create_stdlib_context(certfile=certfile, keyfile=keyfile)
                    smtp.ehlo()
                    smtp.starttls(context=context)
                    smtp.ehlo()
                smtp.login(self.username, self.password)
            smtp.send_message(msg)
            smtp.quit()
        except Exception:
            self.handleError(record)


class NTEventLogHandler(logging.Handler):
    """A handler class which sends events to the NT Event Log."""

    def __init__(self, appname, dllname=None, logtype="Application"):
        logging.Handler.__init__(self)
        # Only Windows has such a log.
        print("The Python Win32 extensions for NT (service, event logging) appear not to be available.")
        self._welu = None

    def getMessageID(self, record):
        """
        Return the message ID for the event record.
        """
        return 1

    def getEventCategory(self, record):
        """
        Return the event category for the record.
        """
        return 0

    def getEventType(self, record):
        """
        Return the event type for the record.
        """
        return self.typemap.get(record.levelno, self.deftype)

    def emit(self, record):
        """
        Emit a record.
        """

    def close(self):
        """
        Clean up this handler.
        """
        logging.Handler.close(self)


class HTTPHandler(logging.Handler):
    """Sends records to a web server, by GET or POST."""

    def __init__(self, host, url, method="GET", secure=False, credentials=None, context=None):
        """The host, the URL of the request, and "GET" or "POST"."""
        logging.Handler.__init__(self)
        self.host, self.url, self.method = host, url, method.upper()
        if self.method not in ("GET", "POST"):
            raise ValueError("method must be GET or POST")
        if context is not None and not secure:
            raise ValueError("context parameter only makes sense with secure=True")
        self.secure, self.context, self.credentials = secure, context, credentials

    def mapLogRecord(self, record):
        """What is sent of a record: all its attributes."""
        return record.__dict__

    def getConnection(self, host, secure):
        """
        get a HTTP[S]Connection.
        """
        import http.client
        if secure:
            return http.client.HTTPSConnection(host, context=self.context)
        return http.client.HTTPConnection(host)

    def emit(self, record):
        """
        Emit a record.
        """
        try:
            import urllib.parse
            host, url = self.host, self.url
            connection = self.getConnection(host, self.secure)
            data = urllib.parse.urlencode(self.mapLogRecord(record))
            if self.method == "GET":
                url = url + ('&' if '?' in url else '?') + data
            connection.putrequest(self.method, url)
            if ':' in host:
                host = host[:host.find(':')]
            if self.method == "POST":
                connection.putheader("Content-type", "application/x-www-form-urlencoded")
                connection.putheader("Content-length", str(len(data)))
            if self.credentials:
                import base64
                code = base64.b64encode(('%s:%s' % self.credentials).encode('utf-8')).strip().decode('ascii')
                connection.putheader('Authorization', 'Basic ' + code)
            connection.endheaders()
            if self.method == "POST":
                connection.send(data.encode('utf-8'))
            connection.getresponse()
        except Exception:
            self.handleError(record)
