package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.fd.ReadEnd;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.fd.WriteEnd;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends of streams: pipes, FIFOs, files, terminals.
///
/// @param readEnd empty if it is for writing only
/// @param writeEnd empty if it is for reading only
record RelayEnds(String name, Optional<ReadEnd> readEnd, Optional<WriteEnd> writeEnd)
    implements RelaySide {
  static RelaySide of(String name, @Nullable ReadEnd readEnd, @Nullable WriteEnd writeEnd) {
    return new RelayEnds(name, Optional.ofNullable(readEnd), Optional.ofNullable(writeEnd));
  }

  @Override
  public boolean reads() {
    return readEnd.isPresent();
  }

  @Override
  public boolean writes() {
    return writeEnd.isPresent();
  }

  @Override
  public Optional<Fd> in() {
    return readEnd.map(ReadEnd::fd);
  }

  @Override
  public Optional<Fd> out() {
    return writeEnd.map(WriteEnd::fd);
  }

  @Override
  public boolean keepsBorders() {
    return false;
  }

  @Override
  public int longest() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean carriesDescriptors() {
    return false;
  }

  @Override
  public int nextLength() {
    return 0;
  }

  @Override
  public Optional<Piece> read(MemorySegment room) throws UnixException, InterruptedException {
    var count = readEnd.orElseThrow().read(room);
    return count < 0 ? Optional.empty() : Optional.of(Piece.of(room.asSlice(0, count)));
  }

  @Override
  public int write(MemorySegment bytes, List<Fd> descriptors, Deadline deadline)
      throws UnixException, InterruptedException {
    var end = writeEnd.orElseThrow();
    if (deadline == Deadline.NEVER) {
      end.write(bytes);
      return (int) bytes.byteSize();
    }
    return end.write(bytes, deadline) instanceof Transfer.Bytes(int count) ? count : 0;
  }

  @Override
  public void endWriting() {
    writeEnd.ifPresent(WriteEnd::close);
  }

  @Override
  public void endReading() {
    readEnd.ifPresent(ReadEnd::close);
  }

  @Override
  public boolean isGone() {
    return false;
  }

  @Override
  public boolean wasReset() {
    return false;
  }

  @Override
  public boolean isLostWhenWritingFails() {
    return false;
  }

  @Override
  public void reset() {
    // A pipe knows no other end than that of its bytes.
  }

  @Override
  public void close() {
    endReading();
    endWriting();
  }
}
