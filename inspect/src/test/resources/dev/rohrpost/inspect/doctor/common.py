# What all scenarios share. A scenario is a function; it says "ready" and the processes that it is about.
import ctypes, fcntl, os, select, signal, socket, struct, subprocess, sys, threading, time

BIG = 1 << 20  # more than a pipe takes
HUGE = 1 << 25  # more than two sockets take
FOREVER = 100000  # seconds
PIPE = subprocess.PIPE


def start(work, *arguments):
    """Forks a process that does some work."""
    pid = os.fork()
    if pid == 0:
        try:
            work(*arguments)
        finally:
            os._exit(0)
    return pid


def python(program, **options):
    return subprocess.Popen([sys.executable, '-c', 'import os, sys, time\n' + program], **options)


def ready(*pids, **objects):
    objects = [f'{kind}={value}' for kind, value in objects.items()]
    print('ready', os.getpid(), *pids, *objects, flush=True)


def tcp_pair():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    listener.close()
    return client, server


def await_end():
    os.wait()


def close(*ends):
    for end in ends:
        os.close(end) if isinstance(end, int) else end.close()
