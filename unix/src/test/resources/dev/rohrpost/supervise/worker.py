"""A small HTTP server as a worker: it answers every request with its own pid.

It takes the listening socket that sd_listen_fds(3) describes, says READY=1 unless it is given the
word "silent", and on SIGTERM finishes the request it is at.
"""
import os
import select
import signal
import socket
import sys

assert int(os.environ["LISTEN_PID"]) == os.getpid(), "LISTEN_PID is not ours"
assert int(os.environ["LISTEN_FDS"]) == 1

listener = socket.socket(fileno=3)
listener.setblocking(False)
told, bell = os.pipe()
os.set_blocking(bell, False)
signal.set_wakeup_fd(bell)
stopping = False


def stop(_signal, _frame):
    global stopping
    stopping = True


signal.signal(signal.SIGTERM, stop)


def notify(state):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(state.encode(), os.environ["NOTIFY_SOCKET"])


def answer(connection):
    with connection:
        connection.settimeout(10)
        request = b""
        while b"\r\n\r\n" not in request:
            part = connection.recv(4096)
            if not part:
                return
            request += part
        if request.startswith(b"GET /crash"):
            os._exit(7)
        body = str(os.getpid()).encode()
        connection.sendall(
            b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


if "silent" not in sys.argv:
    notify("READY=1")
while not stopping:
    select.select([listener, told], [], [])
    if stopping:
        break
    try:
        accepted, _ = listener.accept()
    except BlockingIOError:
        continue  # another worker was faster
    answer(accepted)
