# Processes of another user, with and without somebody of root who helps. Who changes the user must execute a program
# to be seen by that user.
import ctypes

NOBODY = 65534


def be_nobody(program, *ends):
    """Executes a program as another user, who keeps some descriptors."""
    for end in ends:
        os.set_inheritable(end, True)
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    arguments = [str(end) for end in ends]
    os.execv('/bin/sh', ['sh', '-c', program, 'sh', *arguments])


# Writes more than the first end takes. The second is only held.
WRITE = 'exec head -c 1000000 /dev/zero >&$1'


def crossing(*helpers):
    one, two = os.pipe(), os.pipe()

    def work(mine, others):
        for end in one + two:
            if end not in (mine, others):
                os.close(end)
        be_nobody(WRITE, mine, others)

    pids = start(work, one[1], two[0]), start(work, two[1], one[0])
    pids += tuple(start(helper, one[0], one[1], *two) for helper in helpers)
    close(*one, *two)
    ready(*pids)
    await_end()


def stuck():
    crossing()


def without_errors():
    """Nothing that they might write to instead."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    crossing()


def drained():
    def drain(here, *others):
        close(*others)
        while os.read(here, 1):
            time.sleep(0.1)

    crossing(drain)


def slow_receiver():
    """Somebody of root receives, now and then, what another user sends."""
    PR_SET_DUMPABLE = 4
    libc = ctypes.CDLL(None)
    queue = libc.msgget(0, 0o666)

    def work():
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        libc.prctl(PR_SET_DUMPABLE, ctypes.c_ulong(1), 0, 0, 0)
        message = struct.pack('q', 1) + bytes(8000)
        while libc.msgsnd(queue, message, ctypes.c_size_t(8000), 0) == 0:
            pass

    sender = start(work)
    libc.msgrcv(queue, ctypes.create_string_buffer(8200), ctypes.c_size_t(8192), ctypes.c_long(0), 0)
    blocked = 0
    while blocked < 10:
        time.sleep(0.01)
        with open(f'/proc/{sender}/syscall') as call:
            blocked = blocked + 1 if call.read().startswith(('69 ', '189 ')) else 0  # msgsnd
    ready(sender, queue=queue)
    await_end()
