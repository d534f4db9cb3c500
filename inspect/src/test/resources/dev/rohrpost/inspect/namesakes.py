# Makes a queue and a segment of a name, and a System V queue of a number, if one is given; says its number, and waits
# for a message from there.
import ctypes, mmap, os, sys

name, number, is_elsewhere = sys.argv[1], sys.argv[2], len(sys.argv) > 3
libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


if is_elsewhere:
    checked(libc.mount(b'none', b'/dev/shm', b'tmpfs', 0, None))
    with open('/proc/sys/kernel/msg_next_id', 'w') as file:
        file.write(number)
checked(libc.mq_open(name.encode(), os.O_RDWR | os.O_CREAT, ctypes.c_uint(0o600), None))
segment = os.open('/dev/shm' + name, os.O_RDWR | os.O_CREAT, 0o600)
os.ftruncate(segment, 4096)
mapping = mmap.mmap(segment, 4096)
queue = checked(libc.msgget(0, 0o600))
print(queue, flush=True)
libc.msgrcv(queue, ctypes.create_string_buffer(16), ctypes.c_size_t(8), ctypes.c_long(0), 0)
