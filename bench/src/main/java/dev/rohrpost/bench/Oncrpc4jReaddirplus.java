package dev.rohrpost.bench;

import java.io.IOException;
import org.dcache.oncrpc4j.xdr.Xdr;
import org.dcache.oncrpc4j.xdr.XdrAble;
import org.dcache.oncrpc4j.xdr.XdrDecodingStream;
import org.dcache.oncrpc4j.xdr.XdrEncodingStream;
import org.jspecify.annotations.Nullable;

/// The same with oncrpc4j, in classes as its compiler makes them.
final class Oncrpc4jReaddirplus implements Work {
  private static final int ROOM = 1 << 16;

  private final Reply sent = Reply.made();
  private final Xdr xdr = new Xdr(ROOM);

  @Override
  public void run(int times) throws IOException {
    for (var i = 0; i < times; i++) {
      xdr.beginEncoding();
      sent.xdrEncode(xdr);
      xdr.endEncoding();
      xdr.beginDecoding();
      var got = new Reply();
      got.xdrDecode(xdr);
      xdr.endDecoding();
      var count = 0;
      for (var entry = got.entries; entry != null; entry = entry.next) {
        count++;
      }
      RpcReaddirplus.check(count);
    }
  }

  private static final class Time implements XdrAble {
    private int seconds;
    private int nanoseconds;

    @Override
    public void xdrEncode(XdrEncodingStream out) {
      out.xdrEncodeInt(seconds);
      out.xdrEncodeInt(nanoseconds);
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws IOException {
      seconds = in.xdrDecodeInt();
      nanoseconds = in.xdrDecodeInt();
    }
  }

  private static final class Attributes implements XdrAble {
    private final int[] numbers = new int[5]; // type, mode, links, user, group
    private long size;
    private long used;
    private int major;
    private int minor;
    private long filesystem;
    private long file;
    private final Time[] times = {new Time(), new Time(), new Time()};

    @Override
    public void xdrEncode(XdrEncodingStream out) {
      for (var number : numbers) {
        out.xdrEncodeInt(number);
      }
      out.xdrEncodeLong(size);
      out.xdrEncodeLong(used);
      out.xdrEncodeInt(major);
      out.xdrEncodeInt(minor);
      out.xdrEncodeLong(filesystem);
      out.xdrEncodeLong(file);
      for (var time : times) {
        time.xdrEncode(out);
      }
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws IOException {
      for (var i = 0; i < numbers.length; i++) {
        numbers[i] = in.xdrDecodeInt();
      }
      size = in.xdrDecodeLong();
      used = in.xdrDecodeLong();
      major = in.xdrDecodeInt();
      minor = in.xdrDecodeInt();
      filesystem = in.xdrDecodeLong();
      file = in.xdrDecodeLong();
      for (var time : times) {
        time.xdrDecode(in);
      }
    }
  }

  private static final class Entry implements XdrAble {
    private long file;
    private String name = "";
    private long cookie;
    private @Nullable Attributes attributes;
    private byte @Nullable [] handle;
    private @Nullable Entry next;

    @Override
    public void xdrEncode(XdrEncodingStream out) {
      out.xdrEncodeLong(file);
      out.xdrEncodeString(name);
      out.xdrEncodeLong(cookie);
      encode(out, attributes);
      out.xdrEncodeBoolean(handle != null);
      if (handle != null) {
        out.xdrEncodeDynamicOpaque(handle);
      }
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws IOException {
      file = in.xdrDecodeLong();
      name = in.xdrDecodeString();
      cookie = in.xdrDecodeLong();
      attributes = attributes(in);
      if (in.xdrDecodeBoolean()) {
        handle = in.xdrDecodeDynamicOpaque();
      }
    }
  }

  private static void encode(XdrEncodingStream out, @Nullable Attributes attributes) {
    out.xdrEncodeBoolean(attributes != null);
    if (attributes != null) {
      attributes.xdrEncode(out);
    }
  }

  private static @Nullable Attributes attributes(XdrDecodingStream in) throws IOException {
    if (!in.xdrDecodeBoolean()) {
      return null;
    }
    var attributes = new Attributes();
    attributes.xdrDecode(in);
    return attributes;
  }

  private static final class Reply implements XdrAble {
    private int status;
    private @Nullable Attributes attributes;
    private byte[] verifier = new byte[8];
    private @Nullable Entry entries;
    private boolean end;

    static Reply made() {
      var reply = new Reply();
      reply.attributes = new Attributes();
      reply.end = true;
      for (var i = RpcReaddirplus.ENTRIES - 1; i >= 0; i--) {
        var entry = new Entry();
        entry.name = RpcReaddirplus.file(i);
        entry.attributes = new Attributes();
        entry.handle = new byte[32];
        entry.next = reply.entries;
        reply.entries = entry;
      }
      return reply;
    }

    @Override
    public void xdrEncode(XdrEncodingStream out) {
      out.xdrEncodeInt(status);
      encode(out, attributes);
      out.xdrEncodeOpaque(verifier, verifier.length);
      for (var entry = entries; entry != null; entry = entry.next) {
        out.xdrEncodeBoolean(true);
        entry.xdrEncode(out);
      }
      out.xdrEncodeBoolean(false);
      out.xdrEncodeBoolean(end);
    }

    @Override
    public void xdrDecode(XdrDecodingStream in) throws IOException {
      status = in.xdrDecodeInt();
      attributes = attributes(in);
      verifier = in.xdrDecodeOpaque(8);
      @Nullable Entry last = null;
      while (in.xdrDecodeBoolean()) {
        var entry = new Entry();
        entry.xdrDecode(in);
        if (last == null) {
          entries = entry;
        } else {
          last.next = entry;
        }
        last = entry;
      }
      end = in.xdrDecodeBoolean();
    }
  }
}
