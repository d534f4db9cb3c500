package dev.rohrpost.queue;

import dev.rohrpost.fd.Wait;
import dev.rohrpost.libc.SysIpcH;
import dev.rohrpost.libc.SysMsgH;

/// A call of msgrcv(2). It belongs to a buffer, so that no call needs a new one.
final class Msgrcv implements Wait.BlockingCall {
  private final MessageBuffer into;
  private int queue;
  private long size;
  private long type;
  private int flags;

  Msgrcv(MessageBuffer into) {
    this.into = into;
  }

  Msgrcv from(int id, long room, TypeSelection selection, int moreFlags) {
    queue = id;
    size = room;
    switch (selection) {
      case TypeSelection.Any() -> select(0, moreFlags);
      case TypeSelection.OfType(long wanted) -> select(wanted, moreFlags);
      case TypeSelection.UpTo(long highest) -> select(-highest, moreFlags);
      case TypeSelection.Except(long unwanted) -> select(unwanted, moreFlags | SysMsgH.MSG_EXCEPT);
    }
    return this;
  }

  private void select(long msgtyp, int msgflg) {
    type = msgtyp;
    flags = msgflg;
  }

  /// The same call for another buffer of the same size.
  Msgrcv as(Msgrcv other) {
    queue = other.queue;
    size = other.size;
    type = other.type;
    flags = other.flags;
    return this;
  }

  @Override
  public long run() {
    return SysMsgH.msgrcv(queue, into.head, size, type, flags);
  }

  long attempt() {
    return SysMsgH.msgrcv(queue, into.head, size, type, flags | SysIpcH.IPC_NOWAIT);
  }
}
