# Processes that wait for each other.
def both_write():
    child = python('os.write(1, bytes(1 << 20))', stdin=PIPE, stdout=PIPE)
    ready(child.pid)
    child.stdin.write(bytes(BIG))


def cat():
    child = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE)
    ready(child.pid)
    child.stdin.write(bytes(BIG))


def cat_and_alarm():
    signal.signal(signal.SIGALRM, lambda *_: None)
    cat()


def wait_for_writer():
    child = python('os.write(1, bytes(1 << 20))', stdout=PIPE)
    ready(child.pid)
    child.wait()


def stderr_then_stdout():
    child = python('os.write(1, bytes(1 << 20))', stdout=PIPE, stderr=PIPE)
    ready(child.pid)
    child.stderr.read()


def all_threads():
    children = [subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE) for _ in range(2)]
    threads = [threading.Thread(target=c.stdin.write, args=[bytes(BIG)]) for c in children]
    ready(*[child.pid for child in children])
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def own_write_end():
    here, there = os.pipe()
    ready()
    os.read(here, 1)


def siblings():
    one, two = os.pipe(), os.pipe()

    def work(mine, others):
        close(mine[1], others[0])
        os.read(mine[0], 1)

    pids = start(work, one, two), start(work, two, one)
    close(*one, *two)
    ready(*pids)
    await_end()


def full(a, b):
    def work(mine, others):
        others.close()
        mine.sendall(bytes(HUGE))

    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    ready(*pids)
    await_end()


def unix_full():
    full(*socket.socketpair())


def seqpacket_full():
    def work(mine, others):
        others.close()
        while True:
            mine.send(bytes(10000))

    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    ready(*pids)
    await_end()


def ring_of_writers():
    pipes = [os.pipe() for _ in range(3)]

    def work(number):
        here, there = pipes[number][0], pipes[(number + 1) % 3][1]
        for pipe in pipes:
            close(*[end for end in pipe if end not in (here, there)])
        os.write(there, bytes(BIG))

    pids = [start(work, number) for number in range(3)]
    for pipe in pipes:
        close(*pipe)
    ready(*pids)
    await_end()


def tcp_full():
    full(*tcp_pair())


def polling():
    a, b = socket.socketpair()

    def work(mine, others):
        others.close()
        poll = select.poll()
        poll.register(mine, select.POLLIN)
        poll.poll()

    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    return pids


def unix_select():
    a, b = socket.socketpair()

    def work(mine, others):
        others.close()
        select.select([mine], [], [])

    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    ready(*pids)
    await_end()


def unix_poll():
    ready(*polling())
    await_end()


def continued():
    pids = polling()
    for pid in pids:
        while open(f'/proc/{pid}/syscall').read().split()[0] not in ('7', '73'):  # poll, ppoll
            time.sleep(0.001)
        os.kill(pid, signal.SIGSTOP)
        os.waitpid(pid, os.WUNTRACED)
        os.kill(pid, signal.SIGCONT)
        os.waitpid(pid, os.WCONTINUED)
    ready(*pids)
    await_end()


def epoll_ring():
    pipes = [os.pipe() for _ in range(3)]

    def work(number):
        here, there = pipes[number][0], pipes[(number + 1) % 3][1]
        for pipe in pipes:
            close(*[end for end in pipe if end not in (here, there)])
        epoll = select.epoll()
        epoll.register(here, select.EPOLLIN)
        epoll.poll()

    pids = [start(work, number) for number in range(3)]
    for pipe in pipes:
        close(*pipe)
    ready(*pids)
    await_end()


def coproc():
    script = 'coproc cat; echo "$$ $COPROC_PID"; head -c 1000000 /dev/zero >&"${COPROC[1]}"'
    shell = subprocess.Popen(['bash', '-c', script], stdout=PIPE)
    ready(*shell.stdout.readline().decode().split())
    shell.wait()


def relay(move, *, full=False):
    """One moves data from a pipe to a pipe in the kernel; the other is at the far ends of both."""
    source, sink = os.pipe(), os.pipe()

    def feed():
        close(source[0], sink[1])
        if full:
            os.write(source[1], bytes(BIG))
        else:
            os.read(sink[0], 1)

    def pass_on():
        close(source[1], sink[0])
        while move(source[0], sink[1], 1000):
            pass

    pids = start(feed), start(pass_on)
    close(*source, *sink)
    ready(*pids)
    await_end()


def splice_empty():
    relay(os.splice)


def splice_full():
    relay(os.splice, full=True)


def tee_full():
    libc = ctypes.CDLL(None)
    relay(lambda here, there, size: libc.tee(here, there, ctypes.c_size_t(size), 0), full=True)


def splice_file(folder):
    """What comes from a file may not come from anybody else, so only the full pipe is waited for."""
    here, there = os.pipe()
    with open(f'{folder}/big', 'wb') as file:
        file.write(bytes(BIG))

    def copy():
        close(here)
        file = os.open(f'{folder}/big', os.O_RDONLY)
        while os.splice(file, there, BIG):
            pass

    pid = start(copy)
    close(there)
    ready(pid)
    os.waitpid(pid, 0)


def eventfds():
    a, b = os.eventfd(0), os.eventfd(0)
    pids = start(os.eventfd_read, a), start(os.eventfd_read, b)
    close(a, b)
    ready(*pids)
    await_end()


def crossed(lock, folder):
    """Each of two processes takes its own lock, and then wants that of the other."""
    one, two = os.pipe(), os.pipe()

    def work(mine, others, tell, hear):
        files = [os.open(f'{folder}/{name}', os.O_RDWR | os.O_CREAT) for name in (mine, others)]
        lock(files[0])
        os.write(tell, b'x')
        os.read(hear, 1)
        lock(files[1])

    pids = start(work, 'a', 'b', one[1], two[0]), start(work, 'b', 'a', two[1], one[0])
    close(*one, *two)
    ready(*pids)
    await_end()


def flock(file):
    fcntl.flock(file, fcntl.LOCK_EX)


def ofd_lock(file):
    F_OFD_SETLKW = 38
    fcntl.fcntl(file, F_OFD_SETLKW, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))


def flock_cycle(folder):
    crossed(flock, folder)


def ofd_cycle(folder):
    crossed(ofd_lock, folder)


def lock_and_pipe(lock, folder):
    """One has the lock and waits for the other to write; that one waits for the lock."""
    go, data = os.pipe(), os.pipe()

    def has():
        close(go[0], data[1])
        lock(os.open(f'{folder}/file', os.O_RDWR | os.O_CREAT))
        os.write(go[1], b'x')
        os.read(data[0], 1)

    def wants():
        close(go[1], data[0])
        os.read(go[0], 1)
        lock(os.open(f'{folder}/file', os.O_RDWR))

    pids = start(has), start(wants)
    close(*go, *data)
    ready(*pids)
    await_end()


def flock_and_pipe(folder):
    lock_and_pipe(flock, folder)


def fcntl_and_pipe(folder):
    lock_and_pipe(lambda file: fcntl.lockf(file, fcntl.LOCK_EX), folder)


def in_flight():
    """What is on its way has nothing to do with the knot."""
    a, b = socket.socketpair()
    here, there = os.pipe()
    socket.send_fds(a, [b'x'], [here])
    close(here, there)
    cat()


def own_end_in_flight():
    """Whoever receives what is on its way could help."""
    a, b = socket.socketpair()
    child = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE)
    socket.send_fds(a, [b'x'], [child.stdout.fileno()])
    ready(child.pid)
    child.stdin.write(bytes(BIG))
