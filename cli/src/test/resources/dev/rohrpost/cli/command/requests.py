# Two clients that ask again and again until standard input ends, and then say how many answers were
# right, how many were not, and what was wrong with the first of these.
import socket, sys, threading, time

address, wanted = sys.argv[1:]
stop = threading.Event()
lock = threading.Lock()
counts = {True: 0, False: 0}
wrong = []


def connect():
    if address.startswith('/'):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(60)
        s.connect(address)
        return s
    host, port = address.rsplit(':', 1)
    return socket.create_connection((host, int(port)), 60)


def ask():
    answer = b''
    try:
        with connect() as s:
            s.sendall(b'GET / HTTP/1.0\r\n\r\n')
            while data := s.recv(65536):
                answer += data
    except OSError as e:
        return False, repr(e)
    return wanted.encode() in answer, repr(answer[-200:])


def client():
    while not stop.is_set():
        good, what = ask()
        with lock:
            counts[good] += 1
            if not good:
                wrong.append(what)
            if counts[good] == 1 and good:
                print('answered', flush=True)
        time.sleep(0.001)


threads = [threading.Thread(target=client) for _ in range(2)]
for t in threads:
    t.start()
sys.stdin.read()
stop.set()
for t in threads:
    t.join()
print(counts[True] > 0, counts[False], *wrong[:1], flush=True)
