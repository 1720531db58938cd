"""subprocess: pipes, errors, time-outs, text."""
import subprocess as s, sys, re
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, re.sub(r"0\.0\d{6,}","T",str(e)), getattr(e,'output',0), getattr(e,'stderr',0))
t(s.run,"exit 3",shell=True); t(s.run,["false"],check=True); t(s.run,["/nonexistent"]); t(s.run,["ls"],cwd="/nonexistent"); t(s.check_output,"echo hi; exit 2",shell=True); t(s.run,["sleep","5"],timeout=0.05)
t(s.run,["cat"],input=b"x",capture_output=True); t(s.run,["cat"],input="x",text=True,stdout=-1); t(s.run,["cat"],input=b"x",stdin=-1); t(s.run,["cat"],capture_output=True,stdout=-1)
t(s.getoutput,"echo a; echo b >&2"); t(s.getstatusoutput,"exit 3"); t(s.Popen,5); t(s.Popen,[]); t(s.Popen,["ls"],bufsize="a"); t(s.check_output,["x"],stdout=1); t(s.check_output,["x"],check=1)
p=s.Popen(["cat"],stdin=-1,stdout=-1,text=True); print(p.universal_newlines,p.text_mode if hasattr(p,'text_mode') else ''); print(p.communicate("a")); print(p, p.returncode, p.args)
t(p.communicate,"x")
p=s.Popen(["sleep","9"]); print(p); p.kill(); p.wait(); print(p.returncode,p)
print(s.CalledProcessError(-9,"x"), s.CalledProcessError(-99,"x"), repr(s.CalledProcessError(1,["a"],b"o")), s.TimeoutExpired("x",3.5), s.CalledProcessError(3,"x").stdout)
print(s.CompletedProcess(["a"],0,b"x"), s.CompletedProcess("a",1)); t(s.CompletedProcess("a",1).check_returncode)
t(s.Popen,["true"],text=True,universal_newlines=False); t(s.Popen,["a\0"]); t(s.Popen,["ls"],startupinfo=5); t(s.Popen,["ls"],creationflags=5); t(s.Popen,["ls"],env={"a=b":"c"}); t(s.Popen,["ls"],env={"ab":5}); t(s.Popen,["ls"],user=-5);t(s.Popen,["ls"],stdout="a");
t(s.Popen,["ls"],preexec_fn=lambda: 1/0); t(s.Popen, ["ls"], stdin=s.STDOUT); t(s.call,["sleep","3"],timeout=0.01)
print(s.list2cmdline(["a b",'c"d',"e"]), s.list2cmdline(["", "a\\", 'b\\"c', "d e\\", "\\\\x y"]))
big=b"0123456789"*100000
r=s.run(["cat"],input=big,capture_output=True); print(r.returncode, r.stdout==big, r.stderr)
r=s.run("cat >&2; echo out",shell=True,input="é\r\nx",capture_output=True,encoding="utf-8"); print(r)
p=s.Popen(["sh","-c","echo started; sleep 20"],stdout=-1)
print(p.stdout.readline())
try: p.communicate(timeout=0.05)
except s.TimeoutExpired as e: print(e.cmd, e.output)
p.terminate(); print(p.wait(timeout=10), p.poll()); p.stdout.close()
with s.Popen(["sh","-c","read a; echo got $a"],stdin=-1,stdout=-1,text=True,bufsize=1) as p:
    p.stdin.write("line\n"); print(p.stdout.readline())
print(s.run(["sh","-c","echo $X; echo e >&2"],env={"X":"5"},stdout=-1,stderr=s.STDOUT).stdout, s.run(["cat"],stdin=s.DEVNULL,stdout=-1).stdout)
print(s.run(["sh","-c","ulimit -n >/dev/null; pwd"],cwd="/",stdout=-1,text=True,start_new_session=True,umask=0o77).stdout)
try: s.run(["true"],check=True); s.check_call(["sh","-c","kill -15 $$"])
except s.CalledProcessError as e: print(e, e.returncode)
print(s.check_output(["cat"],input=None), s.check_output(["cat"],input=None,text=True), s.check_output(["sh","-c","echo x"],universal_newlines=True))
import pickle; print(pickle.loads(pickle.dumps(s.CompletedProcess(["a"],0))), pickle.loads(pickle.dumps(s.run(["sh","-c",sys.executable and "echo hi"],stdout=-1))))


