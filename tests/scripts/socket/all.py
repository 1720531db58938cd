# _socket: sockets, addresses, names of this machine.
import _socket
print(_socket.timeout,_socket.error,_socket.gaierror,_socket.herror, _socket.SocketType, _socket.gaierror.__mro__, _socket.has_ipv6, _socket.__doc__)
import re
def e(f):
    try: print(re.sub('fd=[0-9]+','fd=N',str(f())))
    except BaseException as x: print(type(x).__name__, x)
s=_socket.socket()
e(lambda:_socket.socket('a')); e(lambda:_socket.socket(99)); e(lambda:_socket.socket(fileno=99)); e(lambda:_socket.socket(fileno=-1)); e(lambda:s.bind(1)); e(lambda:s.bind((1,2))); e(lambda:s.bind(('127.0.0.1','a'))); e(lambda:s.bind(('127.0.0.1',70000))); e(lambda:s.bind(('127.0.0.1',))); e(lambda:s.bind(('nonexistent.invalid',1)))
e(lambda:s.bind(('127.0.0.1',0))); e(lambda:s.getsockname()[0]); e(lambda:s.getpeername()); e(lambda:s.settimeout(-1)); e(lambda:s.settimeout('a')); e(lambda:s.gettimeout()); e(lambda:s.settimeout(0.01)); e(lambda:s.gettimeout()); e(lambda:s.listen()); e(lambda:s._accept()); e(lambda:s.setblocking(False)); e(lambda:s._accept()); e(lambda:s.getblocking()); e(lambda:s)
e(lambda:s.setsockopt(1,2,1)); e(lambda:s.getsockopt(1,2)); e(lambda:s.recv(-1)); e(lambda:s.recv(1)); e(lambda:s.send('a')); e(lambda:s.shutdown(5)); e(lambda:s.connect_ex(('127.0.0.1',1)));
u=_socket.socket(_socket.AF_UNIX); e(lambda:u.bind(1)); e(lambda:u.bind('x'*200)); e(lambda:u.getsockname()); e(lambda:u.connect('/nonexist')); e(lambda:u.connect(b'\0nonexist'))
e(lambda:s.close()); e(lambda:s.recv(1)); e(lambda:s.fileno()); e(lambda:s); e(lambda:s.detach()); e(lambda:s.close())
a,b=_socket.socketpair()
e(lambda:a); e(lambda:b.send(b'hello')); e(lambda:a.recv(2)); z=bytearray(10); e(lambda:a.recv_into(z)); e(lambda:z); e(lambda:a.recvfrom(1,_socket.MSG_DONTWAIT)); e(lambda:a.sendall(b'zz')); e(lambda:b.recvfrom(10)); e(lambda:a.recv_into(z,20)); e(lambda:a.getsockname()); e(lambda:a.sendto(b'q',3,4,5)); e(lambda: b.shutdown(1)); e(lambda:a.recv(1))
e(lambda:_socket.getaddrinfo('127.0.0.1',80)); e(lambda:_socket.getaddrinfo('localhost','http',type=1)); e(lambda:_socket.getaddrinfo('x.invalid',1)); e(lambda:_socket.inet_aton('1.2.3.4')); e(lambda:_socket.inet_aton('x')); e(lambda:_socket.inet_ntoa(b'abcd')); e(lambda:_socket.inet_ntoa(b'abc')); e(lambda:_socket.inet_pton(2,'1.2.3.4')); e(lambda:_socket.inet_pton(2,'x'));e(lambda:_socket.inet_pton(10,'::1')); e(lambda:_socket.inet_ntop(10,b'\0'*16)); e(lambda:_socket.inet_ntop(2,b'abc')); e(lambda:_socket.inet_pton(5,'a'))
e(lambda:_socket.htons(1)); e(lambda:_socket.htonl(1)); e(lambda:_socket.htons(-1)); e(lambda:_socket.htons(70000)); e(lambda:_socket.getdefaulttimeout()); e(lambda:_socket.close(a.detach())); e(lambda:_socket.dup(b.fileno())>2); e(lambda:_socket.gethostbyname('localhost'))
