# os: names of Linux beyond files: what they return and what they raise for wrong arguments.
import inspect
import os
import tempfile
import time

folder = tempfile.mkdtemp()


def t(f):
    try:
        print(repr(f()).replace(folder, 'FOLDER'))
    except BaseException as e:
        print(type(e).__name__, str(e).replace(folder, 'FOLDER'))


for f in (lambda:os.sysconf('x'),lambda:os.sysconf(1000),lambda:os.sysconf(2.5),lambda:os.confstr(9999),lambda:os.confstr('zz'),lambda:os.pathconf('/nope','PC_NAME_MAX'),lambda:os.pathconf('/tmp','zz'),lambda:os.pathconf('/tmp',77),lambda:os.fpathconf(1,'PC_PIPE_BUF'),lambda:os.fpathconf(99,'PC_PIPE_BUF'),lambda:os.times()._fields if hasattr(os.times(),'_fields') else type(os.times()).__match_args__,lambda:len(os.getloadavg()),lambda:type(os.statvfs('/')).__match_args__,lambda:os.statvfs('/nope'),lambda:os.getpriority(9,0),lambda:os.sched_get_priority_max(77),lambda:os.sched_getparam(0),lambda:os.sched_getscheduler(999999),lambda:os.sched_param(),lambda:os.sched_param('x'),lambda:os.sched_param(2**40),lambda:os.sched_param(sched_priority=3)[0], lambda: os.sched_param(1)==(1,), lambda:os.sched_param(3).__reduce__(), lambda:os.sched_setaffinity(0,[]),lambda:os.sched_setaffinity(0,[-1]),lambda:os.sched_setaffinity(0,[2**40]),lambda:os.sched_setaffinity(0,5),lambda:os.sched_setaffinity(0,['a']),lambda:os.getrandom(-1),lambda:os.getrandom(3,77),lambda:os.memfd_create('a\0'),lambda:os.eventfd(-1),lambda:os.eventfd(2**32),lambda:os.major(-1),lambda:os.major(2**70),lambda:os.makedev(-1,0),lambda:os.makedev(2**40,0),lambda:os.makedev(255,2**20+3),lambda:os.minor(2**63),lambda:os.waitid(0,0,4),lambda:os.wait(),lambda:os.lockf(99,1,0),lambda:os.lockf(0,9,0),lambda:os.readv(0,5),lambda:os.readv(0,[b'a']),lambda:os.writev(1,5),lambda:os.writev(1,['a']),lambda:os.getgrouplist('root',0),lambda:os.getgrouplist('nobodyx',-1),lambda:os.setgroups(5),lambda:os.setgroups(['a']),lambda:os.setgroups([-2]),lambda:os.setgroups([0]*65537),lambda:os.getxattr('/tmp','user.x'),lambda:os.getxattr('/tmp/nope','user.x'),lambda:os.listxattr('/tmp'),lambda:os.listxattr(),lambda:os.setxattr('/tmp','user.x','v'),lambda:os.getxattr(99,'user.x'),lambda:os.getxattr(0,'x',follow_symlinks=False),lambda:os.getxattr(b'/tmp\0','x'),lambda:os.getxattr('/tmp','a\0'),lambda:os.getxattr('/tmp',5),lambda:os.pidfd_open(-1),lambda:os.pidfd_open(1,55),lambda:os.timerfd_create(99),lambda:os.timerfd_create(0,flags=9),lambda:os.timerfd_settime(0),lambda:os.setns(99),lambda:os.unshare(99999999999),lambda:os.unshare(7),lambda:os.ptsname(0),lambda:os.grantpt(99),lambda:os.tcgetpgrp(0),lambda:os.tcgetpgrp(99),lambda:os.ctermid(),lambda:os.device_encoding(99),lambda:os.posix_fallocate(99,0,5),lambda:os.sendfile(99,98,0,5),lambda:os.copy_file_range(1,2,-1),lambda:os.copy_file_range(99,98,1),lambda:os.splice(1,2,-1),lambda:os.mknod('/nope/x'),lambda:os.register_at_fork(),lambda:os.register_at_fork(before=5),lambda:os.setresuid(-2,0,0),lambda:os.setreuid('a',0),lambda:os.seteuid(2**32),lambda:os.seteuid(-2),lambda:os.setuid(-1),lambda:os.setuid(-2),lambda:os.initgroups('x',-5),  lambda: os.mknod(folder + '/node'), lambda: os.mknod(folder + '/fifo',0o10600), lambda: oct(os.stat(folder + '/fifo').st_mode), lambda: os.unlink(folder + '/fifo'), lambda: os.unlink(folder + '/node'), lambda: os.mknod('/tmp/q',device=-1), lambda: os.mknod('/tmp/q',device='a'), lambda: os.makedev(3,4), lambda: os.major('a'), lambda: os.setuid('a'), lambda: os.setgid(-5)):
    t(f)
m=os.memfd_create('x'); 
t(lambda: os.memfd_create('x',99)); t(lambda: os.memfd_create(5)); t(lambda: os.memfd_create(b'q')>0); t(lambda:os.memfd_create('x'*300)); t(lambda: os.memfd_create('x',-1))
e=os.eventfd(5); t(lambda: os.eventfd_read(e)); t(lambda: os.eventfd_write(e,2**64)); t(lambda: os.eventfd_write(e,2**64-1)); t(lambda:os.eventfd(1,77)); t(lambda: os.eventfd('a')); t(lambda: os.eventfd_read(99)); t(lambda: os.eventfd_write(e,'a'))
f=os.timerfd_create(time.CLOCK_MONOTONIC); print(os.get_inheritable(f))
t(lambda: os.timerfd_settime(f,initial=0.25,interval=0.5)); t(lambda: os.timerfd_settime_ns(f,initial=0,interval=5)[1]); 
t(lambda: os.timerfd_gettime(f)); t(lambda: os.timerfd_gettime_ns(f))
t(lambda: os.timerfd_settime(f,initial=-1)); t(lambda: os.timerfd_settime(f,initial='a')); t(lambda: os.timerfd_settime_ns(f,initial=1.5)); t(lambda: os.timerfd_settime(f,flags=99)); t(lambda: os.timerfd_settime(f, initial=1e300)); t(lambda: os.timerfd_settime(f, initial=float('nan'))); t(lambda: os.timerfd_settime_ns(f, initial=-5))
t(lambda: os.timerfd_settime(m)); t(lambda: os.timerfd_gettime(99))
t(lambda: os.timerfd_create(0,flags=os.TFD_NONBLOCK)>0); t(lambda: os.timerfd_create(-1)); t(lambda:os.timerfd_create(2)); t(lambda:os.timerfd_create(7)>0); t(lambda:os.timerfd_create(0,flags=-1))
p=os.pidfd_open(os.getpid()); print(os.get_inheritable(p)); t(lambda: os.pidfd_open(99999999)); t(lambda: os.pidfd_open(0)); t(lambda: os.pidfd_open(os.getpid(), 2048)>0); t(lambda: os.pidfd_open(os.getpid(), -1))
a,b=os.openpty(); t(lambda: os.ptsname(a)==os.ttyname(b)); t(lambda: os.ptsname(b)); t(lambda: os.grantpt(a)); t(lambda: os.unlockpt(a)); t(lambda: os.unlockpt(m)); t(lambda: os.grantpt(m)); t(lambda: os.grantpt(b));t(lambda: os.unlockpt(b)); t(lambda: os.unlockpt(99)); t(lambda: os.ptsname(99)); print(os.get_inheritable(a),os.get_inheritable(b))
o=os.posix_openpt(os.O_RDWR|os.O_NOCTTY); print(os.get_inheritable(o)); t(lambda: os.ptsname(o)[:9]); t(lambda: os.posix_openpt(-1))
t(lambda: os.device_encoding(b)); t(lambda: os.tcgetpgrp(a)); t(lambda: os.tcgetpgrp(b)); t(lambda: os.tcsetpgrp(b,5)); t(lambda: os.login_tty(99)); t(lambda: os.login_tty(m)); 
t(lambda: os.get_terminal_size(b)); 
t(lambda: len(os.getrandom(5))); t(lambda: os.getrandom(0)); t(lambda: os.getrandom(2**62)); t(lambda: os.getrandom('a')); t(lambda: os.getrandom(3,1)!=b'')
P=folder + '/xa'
for q in (P,P+'l'):
    if os.path.lexists(q): os.unlink(q)
open(P,'w').close(); 
t(lambda: os.setxattr(P,'user.a',b'1')); t(lambda: os.setxattr(P,b'user.b',bytearray(b'22'))); t(lambda: os.listxattr(P)); t(lambda: os.listxattr(P.encode())); t(lambda:os.getxattr(P,'user.a')); t(lambda: os.setxattr(P,'user.a',b'2',os.XATTR_CREATE)); t(lambda: os.setxattr(P,'user.c',b'2',os.XATTR_REPLACE)); t(lambda: os.setxattr(P,'user.c',b'2',99)); t(lambda:os.removexattr(P,'user.a')); t(lambda:os.removexattr(P,'user.a')); t(lambda: os.setxattr(P,'bad',b'')); t(lambda: os.setxattr(P,'user.d',b'x'*70000)); t(lambda:os.getxattr(P,'user.'+'x'*300)); fd=os.open(P,os.O_RDONLY); t(lambda: os.listxattr(fd)); t(lambda: os.setxattr(fd,'user.e',b'')); t(lambda: os.getxattr(fd,'user.e')); t(lambda: os.getxattr(fd,'user.e',follow_symlinks=False)); t(lambda: os.listxattr(fd,follow_symlinks=False)); t(lambda:os.setxattr(P,'user.z','str')); os.symlink(P,P+'l'); t(lambda: os.getxattr(P+'l','user.e')); t(lambda: os.getxattr(P+'l','user.e',follow_symlinks=False)); t(lambda: os.listxattr(P+'l',follow_symlinks=False)); t(lambda:os.listxattr(99)); t(lambda:os.setxattr(99,'user.x',b'')); t(lambda: os.setxattr(P+'nope','user.x',b''))
for n in ('SC_CHAR_BIT', 'SC_INT_MAX', 'SC_PII', 'SC_VERSION', 'SC_NGROUPS_MAX', 'SC_EQUIV_CLASS_MAX'):
    t(lambda: (n, os.sysconf(n)))
print(os.sysconf('SC_PAGESIZE') == os.sysconf(30), os.sysconf('SC_MINSIGSTKSZ') > 2000)
t(lambda: {n: os.confstr(n) for n in sorted(os.confstr_names) if 'VERSION' not in n})
print(os.confstr('CS_GNU_LIBC_VERSION').startswith('glibc 2.'))
t(lambda: {n: os.fpathconf(m, n) for n in sorted(os.pathconf_names) if n not in ('PC_PIPE_BUF',)})
print(os.sysconf_names, os.pathconf_names,os.confstr_names)
print(sorted(os.__all__))
for n in 'supports_fd supports_dir_fd supports_effective_ids supports_follow_symlinks'.split(): print(n, sorted(f.__name__ for f in getattr(os,n)))
for n in sorted(os.__all__):
    v = getattr(os, n)
    if inspect.isroutine(v):
        try:
            print(n, inspect.signature(v))
        except ValueError:
            print(n, 'has none')
