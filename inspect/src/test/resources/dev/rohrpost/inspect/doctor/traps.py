# What looks like a knot, and is none.
import multiprocessing, pty


def shell(script):
    child = subprocess.Popen(['bash', '-c', script])
    ready(child.pid)
    child.wait()


def yes_head_sleep():
    shell('yes | head -n 1 | sleep 100000')


def yes_sleep():
    shell('yes | sleep infinity')


def slow_reader():
    shell('yes | while read -r line; do sleep 0.02; done')


def slow_writer():
    shell('while :; do echo x; sleep 0.02; done | cat | cat >/dev/null')


def fast_pipeline():
    shell('while :; do head -c 300000 /dev/zero; sleep 0.01; done | cat | cat >/dev/null')


def quiet_pipeline():
    shell('sleep 100000 | cat | cat | cat')


def tail_grep(folder):
    open(f'{folder}/log', 'w').close()
    shell(f'tail -f {folder}/log | grep x | cat')


def idle_accept():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(b'\0rohrpost-%d' % os.getpid())
    listener.listen()
    ready()
    listener.accept()


def poll_server():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen()

    def serve():
        client, _ = listener.accept()
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        poll.register(client, select.POLLIN)
        poll.poll()

    def ask():
        client = socket.create_connection(listener.getsockname())
        listener.close()
        client.recv(1)

    pids = start(serve), start(ask)
    listener.close()
    ready(*pids)
    await_end()


def self_pipe():
    here, there = os.pipe()
    for end in here, there:
        os.set_blocking(end, False)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.set_wakeup_fd(there)
    poll = select.poll()
    poll.register(here, select.POLLIN)
    ready()
    poll.poll()


def signal_self_pipe():
    here, there = os.pipe()
    os.set_blocking(there, False)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.set_wakeup_fd(there)
    ready()
    os.read(here, 1)


def pty_shell():
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp('bash', ['bash', '--norc', '-i'])
    ready(pid)
    while os.read(terminal, 1000):
        pass


def pool():
    with multiprocessing.Pool(2) as workers:
        workers.map(abs, range(10))
        ready(*[child.pid for child in multiprocessing.active_children()])
        threading.Event().wait()


def mutual(wait):
    a, b = socket.socketpair()

    def work(mine, others):
        others.close()
        wait(mine)

    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    ready(*pids)
    await_end()


def timed_poll():
    def wait(end):
        poll = select.poll()
        poll.register(end, select.POLLIN)
        poll.poll(FOREVER * 1000)

    mutual(wait)


def receive_timeout():
    def wait(end):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('qq', FOREVER, 0))
        end.recv(1)

    mutual(wait)


def user_timeout():
    a, b = tcp_pair()

    def work(mine, others):
        others.close()
        mine.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, FOREVER)
        mine.sendall(bytes(HUGE))

    pids = start(work, a, b), start(work, b, a)
    close(a, b)
    ready(*pids)
    await_end()


def relay():
    source, sink = socket.socketpair(), socket.socketpair()

    def idle():
        close(source[1], *sink)
        time.sleep(FOREVER)

    def pass_on():
        close(source[0], sink[1])
        poll = select.poll()
        poll.register(source[1], select.POLLIN)
        poll.register(sink[0], select.POLLIN)
        poll.poll()

    def read():
        close(*source, sink[0])
        sink[1].recv(1)

    pids = start(idle), start(pass_on), start(read)
    close(*source, *sink)
    ready(*pids)
    await_end()


def reader_in_flight():
    a, b = socket.socketpair()
    here, there = os.pipe()
    socket.send_fds(a, [b'x'], [here])
    os.close(here)
    ready()
    os.write(there, bytes(BIG))


FCNTL, FLOCK = ('72', '25'), ('73', '32')  # on x86-64, on aarch64


def count_waiting(pid, call):
    """How many threads of a process are in a call."""
    files = [f'/proc/{pid}/task/{tid}/syscall' for tid in os.listdir(f'/proc/{pid}/task')]
    return sum(open(file).read().split()[0] in call for file in files)


def two_locks(folder):
    """A thread waits for somebody who waits for its process; another waits for somebody who only sleeps."""
    one, two = os.pipe(), os.pipe()

    def file(name):
        return os.open(f'{folder}/{name}', os.O_RDWR | os.O_CREAT)

    def lock(name):
        fcntl.lockf(file(name), fcntl.LOCK_EX)

    def sleeper():
        lock('y')
        os.write(one[1], b'x')
        time.sleep(FOREVER)

    def partner():
        lock('x')
        os.write(one[1], b'x')
        os.read(two[0], 1)
        fcntl.flock(file('z'), fcntl.LOCK_EX)  # of fcntl, it would be told that this is a cycle

    pids = start(sleeper), start(partner)
    os.read(one[0], 1)
    os.read(one[0], 1)
    fcntl.flock(file('z'), fcntl.LOCK_EX)
    threads = [threading.Thread(target=lock, args=[name]) for name in 'xy']
    for thread in threads:
        thread.start()
    os.write(two[1], b'x')
    while count_waiting(os.getpid(), FCNTL) < 2 or count_waiting(pids[1], FLOCK) < 1:
        time.sleep(0.001)
    ready(*pids)
    for thread in threads:
        thread.join()


def lock_wait(folder):
    def lock():
        fcntl.flock(os.open(f'{folder}/file', os.O_RDWR | os.O_CREAT), fcntl.LOCK_EX)

    here, there = os.pipe()

    def has():
        lock()
        os.write(there, b'x')
        time.sleep(FOREVER)

    def wants():
        os.read(here, 1)
        lock()

    ready(start(has), start(wants))
    time.sleep(FOREVER)


def timed_coproc():
    child = subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE)
    ready(child.pid)
    poll = select.poll()
    poll.register(child.stdout, select.POLLIN)
    poll.poll(FOREVER * 1000)


def third_holder():
    to, back = os.pipe(), os.pipe()

    def work(end, *others):
        close(*others)
        os.write(end, bytes(BIG))

    def hold():
        close(to[1], *back)
        time.sleep(FOREVER)

    # Each has the end of the other to read from, and one outsider too.
    one = start(work, to[1], to[0], back[1])
    two = start(work, back[1], back[0], to[1])
    three = start(hold)
    close(*to, *back)
    ready(one, two, three)
    await_end()


def event():
    ready()
    threading.Event().wait()


def paused():
    ready()
    signal.pause()


def idle_workers():
    workers = [subprocess.Popen(['cat'], stdin=PIPE, stdout=PIPE) for _ in range(2)]
    ready(*[worker.pid for worker in workers])
    for worker in workers:
        threading.Thread(target=worker.wait).start()
    while True:
        select.select([worker.stdout for worker in workers], [], [], 10)


def reads_slowly():
    child = subprocess.Popen(['yes'], stdout=PIPE)
    ready(child.pid)
    threading.Thread(target=child.wait).start()
    while True:
        child.stdout.read(100)
        time.sleep(FOREVER)


def asyncio_child():
    import asyncio

    async def main():
        child = await asyncio.create_subprocess_exec('cat', stdin=PIPE, stdout=PIPE)
        ready(child.pid)
        await asyncio.wait_for(child.stdout.read(1), FOREVER)

    asyncio.run(main())


def server_of_one():
    path = b'\0rohrpost-%d' % os.getpid()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def ask():
        listener.close()
        client = socket.socket(socket.AF_UNIX)
        client.connect(path)
        client.recv(1)

    asker = start(ask)
    client, _ = listener.accept()
    epoll = select.epoll()
    for each in listener, client:
        epoll.register(each, select.EPOLLIN)
    ready(asker)
    epoll.poll()


def besieged(listener, serve):
    """A server whose queue is always over full, because it takes its time with each client."""
    listener.listen(1)
    address = listener.getsockname()

    def ask():
        listener.close()
        while True:
            client = socket.socket(listener.family)
            client.connect(address)
            client.recv(1)
            client.close()

    ready(*[start(ask) for _ in range(6)])
    while True:
        serve(listener)


def answer(listener):
    client, _ = listener.accept()
    time.sleep(0.02)
    client.close()


def besieged_unix():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(b'\0rohrpost-%d' % os.getpid())
    besieged(listener, answer)


def besieged_tcp():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    besieged(listener, answer)


def besieged_poll():
    """A server that polls with a timeout, and works for its clients meanwhile."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(b'\0rohrpost-%d' % os.getpid())
    listener.setblocking(False)

    def serve(listener):
        if select.select([listener], [], [], 1)[0]:
            answer(listener)

    besieged(listener, serve)


def zombie_and_worker():
    """A child that has ended has nothing to do with another one, which may write at any time."""
    ended = subprocess.Popen(['true'])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    worker = subprocess.Popen(['sleep', '100000'], stdout=PIPE)
    ready(ended.pid, worker.pid)
    worker.stdout.read()


def wrote_once():
    shell('(echo x; exec sleep 100000) | cat >/dev/null')


def pipeline_in_background():
    """The shell has ended, and left both."""
    script = 'exec 3>&1; (echo $BASHPID >&3; echo x; exec sleep 100000 3>&-) | cat >/dev/null 3>&- & echo $!'
    ready(*subprocess.run(['bash', '-c', script], stdout=PIPE).stdout.decode().split())
    time.sleep(FOREVER)


def semaphore_wait():
    """Who has taken the semaphore lives."""
    libc = ctypes.CDLL(None)
    semaphores = libc.semget(0, 1, 0o600)

    def change(number):
        libc.semop(semaphores, struct.pack('Hhh', 0, number, 0), ctypes.c_size_t(1))

    os.waitpid(start(change, 1), 0)
    change(-1)
    ready(start(change, -1), semaphores=semaphores)
    time.sleep(FOREVER)
