package dev.rohrpost.process;

import dev.rohrpost.fd.Fd;

/// Where a program belongs among processes.
sealed interface Job {
  /// In the group of this process.
  record Ours() implements Job {}

  /// In a group that it leads.
  record NewGroup() implements Job {}

  /// In a group of this session.
  ///
  /// @param id the number of the group
  record Group(int id) implements Job {}

  /// In a session that it leads, without a terminal.
  record NewSession() implements Job {}

  /// In a session that it leads, with a controlling terminal.
  ///
  /// @param tty the terminal
  record Terminal(Fd tty) implements Job {}

  /// Tells whether the child leads a group, whose number is then its own.
  default boolean leads() {
    return !(this instanceof Ours || this instanceof Group);
  }
}
