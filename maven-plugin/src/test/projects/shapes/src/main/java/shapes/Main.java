package shapes;

import dev.rohrpost.xdr.Opaque;
import dev.rohrpost.xdr.Xdr;
import dev.rohrpost.xdr.XdrException;
import java.util.HexFormat;
import shapes.bus.org.example.Drawing;
import shapes.kept.some_words;
import shapes.line.Line;
import shapes.point.Point;

/// Writes and reads what is generated.
public final class Main {
  private Main() {}

  public static String run(String name) throws XdrException {
    var line = new Line(new Point(1, 2), new Point(3, 4), name);
    var bytes = Xdr.encode(line, Line.CODEC);
    var words = new some_words(Opaque.of((byte) 0xff), Opaque.of(new byte[4]));
    return HexFormat.of().formatHex(bytes)
        + " "
        + Xdr.decode(bytes, Line.CODEC).equals(line)
        + " "
        + words.the_bytes().size()
        + " "
        + new Drawing.Corner(1, 2)
        + " of "
        + Drawing.INTERFACE;
  }
}
