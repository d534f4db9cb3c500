# What is wrong, but no knot that could be proven.
libc = ctypes.CDLL(None, use_errno=True)


def stopped_reader():
    here, there = os.pipe()

    def read():
        os.close(there)
        os.kill(os.getpid(), signal.SIGSTOP)
        while os.read(here, BIG):
            pass

    def write():
        os.close(here)
        os.write(there, bytes(BIG))

    reader = start(read)
    os.waitpid(reader, os.WUNTRACED)
    writer = start(write)
    close(here, there)
    ready(reader, writer)
    await_end()


def withheld():
    child = subprocess.Popen(['sh', '-c', 'sleep 100000 & echo $!'], stdout=PIPE)
    sleeper = child.stdout.readline().decode().strip()
    ready(child.pid, sleeper)
    child.stdout.read()


def stopped_behind_relay():
    first, second = os.pipe(), os.pipe()

    def stop():
        close(*first, second[1])
        os.kill(os.getpid(), signal.SIGSTOP)

    def relay():
        close(first[1], second[0])
        os.write(second[1], bytes(BIG))

    def write():
        close(first[0], *second)
        os.write(first[1], bytes(BIG))

    last = start(stop)
    os.waitpid(last, os.WUNTRACED)
    pids = start(relay), start(write)
    close(*first, *second)
    ready(last, *pids)
    await_end()


def read_to_the_end():
    """Reads what a child writes, which has ended, and left somebody behind."""
    child = subprocess.Popen(['sh', '-c', 'sleep 100000 & echo $!'], stdout=PIPE)
    sleeper = child.stdout.readline().decode().strip()
    child.wait()
    ready(sleeper)
    child.stdout.read()


def withheld_and_reaped():
    read_to_the_end()


def withheld_under_subreaper():
    PR_SET_CHILD_SUBREAPER = 36
    libc.prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0)

    def work():
        os.setsid()
        read_to_the_end()

    start(work)
    await_end()


def withheld_from_service():
    def work(starter):
        while os.getppid() == starter:
            time.sleep(0.01)
        read_to_the_end()

    def leave():
        os.setsid()
        start(work, os.getpid())

    os.waitpid(start(leave), 0)
    time.sleep(FOREVER)


def withheld_after_words():
    child = subprocess.Popen(
        ['bash', '-c', 'exec 3>&1; { (echo $BASHPID >&3; echo hi; exec sleep 100000 3>&-) & } | cat >/dev/null 3>&-'],
        stdout=PIPE)
    ready(child.pid, child.stdout.readline().decode().strip())
    child.wait()


def overflow(listener, clients):
    def connect():
        listener.close()
        client = socket.socket(listener.family)
        client.connect(address)
        time.sleep(FOREVER)

    address = listener.getsockname()
    ready(*[start(connect) for _ in range(clients)])
    time.sleep(FOREVER)


def tick():
    """Starts a thread that does something again and again, and has nothing to do with the rest."""
    def run():
        while True:
            time.sleep(0.01)

    threading.Thread(target=run).start()


def ticking_unix_backlog():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(b'\0rohrpost-%d' % os.getpid())
    listener.listen(1)
    tick()
    overflow(listener, 4)


def ticking_tcp_backlog():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    tick()
    overflow(listener, 4)


def unix_backlog():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(b'\0rohrpost-%d' % os.getpid())
    listener.listen(1)
    overflow(listener, 4)


def unix_file_backlog(folder):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f'{folder}/listener.sock')
    listener.listen(1)
    overflow(listener, 4)


def tcp_backlog():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    overflow(listener, 4)


def crossed_fifos(folder):
    one, two = f'{folder}/one', f'{folder}/two'
    os.mkfifo(one)
    os.mkfifo(two)

    def work(first, second):
        with open(first, 'wb'), open(second, 'rb'):
            pass

    ready(start(work, one, two), start(work, two, one))
    await_end()


def fifos_of_servers(folder):
    """Each waits for its clients, in a session of its own."""

    def serve(name):
        os.setsid()
        os.mkfifo(f'{folder}/{name}')
        open(f'{folder}/{name}', 'rb')

    ready(start(serve, 'one'), start(serve, 'two'))
    await_end()


def lonely_fifo(folder):
    os.mkfifo(f'{folder}/lonely')
    ready()
    open(f'{folder}/lonely', 'rb')


IPC_PRIVATE, IPC_CREAT, IPC_NOWAIT = 0, 0o1000, 0o4000


def send(queue, kind, size, flags=0):
    return libc.msgsnd(queue, struct.pack('q', kind) + bytes(size), ctypes.c_size_t(size), flags)


def receive(queue, kind):
    room = ctypes.create_string_buffer(8200)
    return libc.msgrcv(queue, room, ctypes.c_size_t(8192), ctypes.c_long(kind), 0)


def crossed_queues():
    one, two = (libc.msgget(IPC_PRIVATE, 0o600) for _ in range(2))

    def work(mine, others):
        send(others, 1, 10)
        receive(mine, 2)

    ready(start(work, one, two), start(work, two, one), queue=f'{one},{two}')
    await_end()


def full_queue():
    queue = libc.msgget(IPC_PRIVATE, 0o600)

    def fill():
        while send(queue, 1, 8000) == 0:
            pass

    send(queue, 1, 8000)
    os.waitpid(start(receive, queue, 1), 0)
    ready(start(fill), queue=queue)
    await_end()


def fill_up(queue):
    while send(queue, 1, 8000, IPC_NOWAIT) == 0:
        pass


def full_queue_without_waiter():
    queue = libc.msgget(IPC_PRIVATE, 0o600)
    send(queue, 1, 8000)
    os.waitpid(start(receive, queue, 1), 0)
    fill_up(queue)
    ready(queue=queue)
    time.sleep(FOREVER)


def full_queue_with_receiver():
    queue = libc.msgget(IPC_PRIVATE, 0o600)
    fill_up(queue)
    receive(queue, 1)
    os.waitpid(start(fill_up, queue), 0)
    ready(queue=queue)
    time.sleep(FOREVER)


class MqAttr(ctypes.Structure):
    _fields_ = [(name, ctypes.c_long) for name in ('flags', 'maxmsg', 'msgsize', 'curmsgs', 'a', 'b', 'c', 'd')]


def posix_queue(name, flags):
    """Opens a queue of one message."""
    room = MqAttr(0, 1, 8)
    queue = libc.mq_open(name.encode(), flags | os.O_CREAT, ctypes.c_uint(0o600), ctypes.byref(room))
    if queue < 0:
        raise OSError(ctypes.get_errno(), name)
    return queue


def mq_send(queue):
    libc.mq_send(queue, b'x', ctypes.c_size_t(1), ctypes.c_uint(0))


def mq_receive(queue):
    libc.mq_receive(queue, ctypes.create_string_buffer(8), ctypes.c_size_t(8), None)


def full_posix_queue():
    name = f'/rohrpost-{os.getpid()}'

    def work():
        queue = posix_queue(name, os.O_WRONLY)
        mq_send(queue)
        begin()
        mq_send(queue)

    sender = start(work)
    os.waitpid(sender, os.WUNTRACED)
    libc.mq_unlink(name.encode())
    os.kill(sender, signal.SIGCONT)
    ready(sender)
    await_end()


def crossed_posix(one, two, prepare=lambda first, second: None, witness=None):
    """Two processes, each of which does something with a queue of its own that waits for the other."""
    names = [f'/rohrpost-{os.getpid()}-{number}' for number in (1, 2)]
    for name in names:
        close(posix_queue(name, os.O_RDWR))
    prepare(*names)
    pids = [start(one, *names), start(two, *reversed(names))]
    pids += [start(witness, *names)] if witness else []
    # They are told to begin as soon as all have opened what they want.
    for pid in pids:
        os.waitpid(pid, os.WUNTRACED)
    for name in names:
        libc.mq_unlink(name.encode())
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    ready(*pids)
    await_end()


def begin():
    os.kill(os.getpid(), signal.SIGSTOP)


def receiver(mine, others, for_others=os.O_WRONLY):
    queue, _ = posix_queue(mine, os.O_RDONLY), posix_queue(others, for_others)
    begin()
    mq_receive(queue)


def sender(mine, others, for_others=os.O_RDONLY):
    queue, _ = posix_queue(mine, os.O_WRONLY), posix_queue(others, for_others)
    begin()
    mq_send(queue)


def fill(*names):
    for name in names:
        queue = posix_queue(name, os.O_WRONLY)
        mq_send(queue)
        close(queue)


def crossed_receivers():
    crossed_posix(receiver, receiver)


def crossed_senders():
    crossed_posix(sender, sender, fill)


def receiver_and_sender():
    """One waits for a message of the other, which waits for room in a queue that the first could empty."""
    def reads(mine, others):
        receiver(mine, others, os.O_RDONLY)

    def writes(mine, others):
        sender(mine, others, os.O_WRONLY)

    crossed_posix(reads, writes, lambda first, second: fill(second))


def receivers_with_parent():
    """The parent has the queues open too, but waits for its children."""
    def prepare(*names):
        for name in names:
            posix_queue(name, os.O_RDWR)

    crossed_posix(receiver, receiver, prepare)


def receivers_with_helper():
    """Somebody who does something else could send to them at any time."""
    def helper(*names):
        for name in names:
            posix_queue(name, os.O_WRONLY)
        begin()
        time.sleep(FOREVER)

    crossed_posix(receiver, receiver, witness=helper)


def orphans():
    here, there = os.pipe()

    def leave():
        queue = libc.msgget(IPC_PRIVATE, 0o600)
        segment = libc.shmget(IPC_PRIVATE, ctypes.c_size_t(4096), 0o600)
        semaphores = libc.semget(IPC_PRIVATE, 1, 0o600)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmdt(ctypes.c_void_p(libc.shmat(segment, None, 0)))
        libc.semop(semaphores, struct.pack('Hhh', 0, 1, 0), ctypes.c_size_t(1))
        send(queue, 1, 10)
        send(queue, 1, 10)
        receive(queue, 1)
        os.write(there, f'{queue} {segment} {semaphores}'.encode())

    os.waitpid(start(leave), 0)
    queue, segment, semaphores = os.read(here, 100).decode().split()
    ready(queue=queue, segment=segment, semaphores=semaphores)
    time.sleep(FOREVER)


def inherited_segment():
    """Who made the segment has ended; a child, which has never attached anything itself, uses it."""
    here, there = os.pipe()

    def leave():
        segment = libc.shmget(IPC_PRIVATE, ctypes.c_size_t(4096), 0o600)
        libc.shmat(segment, None, 0)
        child = start(time.sleep, FOREVER)
        os.write(there, f'{child} segment={segment}'.encode())

    os.waitpid(start(leave), 0)
    print('ready', os.read(here, 100).decode(), flush=True)
    time.sleep(FOREVER)


def used_queue():
    """Who sends to the queue lives, and does not wait."""
    queue = libc.msgget(IPC_PRIVATE, 0o644)
    send(queue, 1, 10)
    ready(queue=queue)
    time.sleep(FOREVER)


def used_semaphores():
    semaphores = libc.semget(IPC_PRIVATE, 1, 0o644)
    libc.semop(semaphores, struct.pack('Hhh', 0, 1, 0), ctypes.c_size_t(1))
    ready(semaphores=semaphores)
    time.sleep(FOREVER)


def change(semaphores, number):
    libc.semop(semaphores, struct.pack('Hhh', 0, number, 0), ctypes.c_size_t(1))


def dead_holder():
    semaphores = libc.semget(IPC_PRIVATE, 1, 0o600)
    change(semaphores, 1)

    def hold():
        change(semaphores, -1)
        os.kill(os.getpid(), signal.SIGKILL)

    holder = start(hold)
    os.waitpid(holder, 0)
    ready(start(change, semaphores, -1), start(change, semaphores, -1), holder, semaphores=semaphores)
    await_end()


def unused_segment():
    with open(f'/dev/shm/rohrpost-{os.getpid()}', 'wb') as segment:
        segment.write(bytes(100))
    ready()
    time.sleep(FOREVER)


def mapped_segment():
    import mmap
    with open(f'/dev/shm/rohrpost-{os.getpid()}', 'w+b') as segment:
        segment.write(bytes(100))
        segment.flush()
        # That of Python would keep a descriptor.
        libc.mmap(None, ctypes.c_size_t(100), mmap.PROT_READ, mmap.MAP_SHARED, segment.fileno(), ctypes.c_long(0))
    ready()
    time.sleep(FOREVER)


def blocked_signal():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    os.kill(os.getpid(), signal.SIGUSR1)
    ready()
    time.sleep(FOREVER)


def stale_socket(folder):
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(f'{folder}/stale.sock')
    stale.close()
    ready()
    time.sleep(FOREVER)
