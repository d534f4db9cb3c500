package dev.rohrpost.queue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/// Native memory for one message, to be used again and again: sending from it and receiving into it
/// allocates nothing.
///
/// The body is ordinary memory. What the kernel wants in front of it, the type or priority, has its
/// place there too. A buffer serves one call at a time.
public final class MessageBuffer {
  /// A `timespec` that is never changed from 1970: a moment that has passed on every clock.
  private static final long LONG_AGO_AT = 0;

  private static final long HEAD_AT = 16;
  private static final long BODY_AT = 24;

  /// One byte more than the capacity shows whether a message was cut.
  private static final long SPARE = 1;

  final MemorySegment longAgo;

  /// The type or priority, and the body behind it.
  final MemorySegment head;

  final Msgsnd msgsnd = new Msgsnd(this);
  final Msgrcv msgrcv = new Msgrcv(this);
  final MqSend mqSend = new MqSend(this);
  final MqReceive mqReceive = new MqReceive(this);

  private final MemorySegment body;
  private int length;

  private MessageBuffer(MemorySegment memory, int capacity) {
    longAgo = memory.asSlice(LONG_AGO_AT, HEAD_AT).fill((byte) 0);
    head = memory.asSlice(HEAD_AT);
    body = memory.asSlice(BODY_AT, capacity);
  }

  /// Makes a buffer in memory of the caller.
  ///
  /// @param allocator gives the memory, such as an arena; it must outlive the buffer
  /// @param capacity for how many bytes of a body, 0 or more
  /// @return the buffer, which holds an empty message
  /// @throws IllegalArgumentException if the capacity is negative, or the allocator gives memory of
  ///   the heap
  public static MessageBuffer allocate(SegmentAllocator allocator, int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity);
    }
    var memory = allocator.allocate(BODY_AT + capacity + SPARE, Long.BYTES);
    if (!memory.isNative()) {
      throw new IllegalArgumentException("a message buffer is native memory");
    }
    return new MessageBuffer(memory, capacity);
  }

  /// {@return how many bytes a body may have}
  public int capacity() {
    return (int) body.byteSize();
  }

  /// {@return the memory of the body, of which the first [#length()] bytes are the message}
  public MemorySegment body() {
    return body;
  }

  /// {@return how many bytes the message has: those received last, or set by [#setLength]}
  public int length() {
    return length;
  }

  /// Says how much of the body is the message that is to be sent.
  ///
  /// @param bytes how many
  /// @return this
  /// @throws IllegalArgumentException if there is no room for so many
  public MessageBuffer setLength(int bytes) {
    if (bytes < 0 || bytes > capacity()) {
      throw new IllegalArgumentException(bytes + " bytes in a buffer for " + capacity() + " bytes");
    }
    length = bytes;
    return this;
  }

  /// Copies a message into the body, to send it.
  ///
  /// @param bytes the message
  /// @return this
  /// @throws IllegalArgumentException if there is no room for so many
  public MessageBuffer put(byte[] bytes) {
    var _ = setLength(bytes.length);
    MemorySegment.copy(bytes, 0, body, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return this;
  }

  /// {@return a copy of the message}
  public byte[] bytes() {
    return body.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// {@return the type of the message that was received last from a System V queue}
  public long type() {
    return head.get(ValueLayout.JAVA_LONG, 0);
  }

  void setType(long type) {
    head.set(ValueLayout.JAVA_LONG, 0, type);
  }

  /// {@return the priority of the message that was received last from a POSIX queue}
  public int priority() {
    return head.get(ValueLayout.JAVA_INT, 0);
  }

  /// Takes over what another buffer of the same capacity holds.
  void copyFrom(MessageBuffer other) {
    head.copyFrom(other.head);
    length = other.length;
  }
}
