# Processes of many kinds, all asleep, until the input of the first ends. It prints their numbers.
import ctypes, os, select, signal, socket, subprocess, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)
folder = sys.argv[1]
gate_read, gate_write = os.pipe()  # nobody writes to it: it ends with the first process
told_read, told_write = os.pipe()
pids = []


def asleep():
    os.write(told_write, b"x")
    os.read(gate_read, 1)
    os._exit(0)


def end_with_parent():
    libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def child(live):
    pid = os.fork()
    if pid == 0:
        end_with_parent()
        os.close(gate_write)
        try:
            live()
        finally:
            os._exit(1)
    os.read(told_read, 1)
    pids.append(pid)


def descriptors():
    counter = os.eventfd(7)
    poll = select.epoll()
    poll.register(counter, select.EPOLLIN)
    kept = [os.memfd_create("a memfd"), os.pidfd_open(os.getppid()), counter, poll]
    kept += socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    kept.append(listener)
    os.mkfifo(folder + "/a fifo")
    kept.append(os.open(folder + "/a fifo", os.O_RDWR))
    kept.append(os.open("/dev/null", os.O_RDWR))
    kept.append(os.dup(gate_read))
    asleep()


def signals():
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    signal.signal(signal.SIGRTMAX, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP, signal.SIGRTMIN])
    os.kill(os.getpid(), signal.SIGHUP)
    asleep()


def threads():
    ready = threading.Barrier(3)
    for _ in range(2):
        threading.Thread(target=lambda: (ready.wait(), os.read(gate_read, 1)), daemon=True).start()
    ready.wait()
    asleep()


def without_first_thread():
    threading.Thread(target=lambda: os.read(gate_read, 1), daemon=True).start()
    threading.Thread(target=asleep).start()
    libc.syscall(ctypes.c_long(60 if os.uname().machine == "x86_64" else 93), ctypes.c_long(0))


def named():
    with open("/proc/self/comm", "wb") as file:
        file.write(b"a) R (\xc3\xa4\n\xff")
    asleep()


def other_user():
    os.setresuid(1234, 0, 0)
    asleep()


def stopped():
    os.write(told_write, b"x")
    os.kill(os.getpid(), signal.SIGSTOP)


def ended():
    os.write(told_write, b"x")
    os._exit(0)


for live in [descriptors, signals, threads, without_first_thread, named, other_user, stopped, ended]:
    child(live)
unshare = ["unshare", "--pid", "--net", "--ipc", "--mount", "--kill-child", "sleep", "99999"]
elsewhere = subprocess.Popen(unshare, preexec_fn=end_with_parent)
pids.append(elsewhere.pid)
while not (inner := open(f"/proc/{elsewhere.pid}/task/{elsewhere.pid}/children").read().split()):
    time.sleep(0.01)
while open(f"/proc/{inner[0]}/comm").read() != "sleep\n":
    time.sleep(0.01)
pids.append(int(inner[0]))
print(*pids, flush=True)
sys.stdin.read()
