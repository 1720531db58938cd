"""socket and socketserver on loopback: pickles, descriptors, servers, names."""
import socket, socketserver, threading, pickle
class H(socketserver.StreamRequestHandler):
    def handle(self):
        obj=pickle.load(self.rfile); pickle.dump((obj,"answer"),self.wfile)
with socketserver.ThreadingTCPServer(("127.0.0.1",0),H) as s:
    t=threading.Thread(target=s.serve_forever,args=(0.02,)); t.start()
    for i in range(3):
        with socket.create_connection(s.server_address,timeout=5) as c:
            f=c.makefile("rwb"); pickle.dump([i],f); f.flush(); print(pickle.load(f)); f.close()
    s.shutdown(); t.join()
a,b=socket.socketpair(); print(a.family,a.type,repr(socket.AF_INET),socket.MSG_PEEK|socket.MSG_OOB)
import os; r,w=os.pipe(); print(socket.send_fds(a,[b"x",b"yz"],[w])); d,f,fl,ad=socket.recv_fds(b,10,3); print(d,len(f),ad); os.write(f[0],b"hi"); print(os.read(r,5))
print(a.recvmsg if 0 else '', a.sendmsg([b'aa',b'b']), b.recvmsg(10))
a.close(); print(b.recv(1)); b.close(); print(socket.if_nameindex()[0],socket.CMSG_LEN(4),socket.CMSG_SPACE(4),socket.getnameinfo(('127.0.0.1',80),3))
s=socket.create_server(("127.0.0.1",0)); print(repr(s).replace(str(s.getsockname()[1]),'P').replace(f'fd={s.fileno()}','fd'), s.getsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR)); 
try: socket.create_server(s.getsockname())
except OSError as e: print(str(e).replace(str(s.getsockname()[1]),'P'))
s.settimeout(0.01)
try: s.accept()
except TimeoutError as e: print(e)
s.close(); print(s)
try: pickle.dumps(s)
except TypeError as e: print(e)
