package dev.rohrpost.socket;

import dev.rohrpost.UnixException;

/// Listens at a path, gives the file to a user if one is named, and says what went wrong.
final class ListeningProgram {
  private ListeningProgram() {}

  @SuppressWarnings("SystemOut") // that is how the test hears of it
  public static void main(String... arguments) {
    var binding = arguments.length > 1 ? owned(arguments[1]) : Binding.SAFE;
    try (var listener = StreamSocket.listen(UnixAddress.of(arguments[0]), binding)) {
      System.out.println(listener);
    } catch (UnixException e) {
      System.out.println(e.getMessage());
    }
  }

  private static Binding owned(String uid) {
    return Binding.SAFE.withOwner(Integer.parseInt(uid));
  }
}
