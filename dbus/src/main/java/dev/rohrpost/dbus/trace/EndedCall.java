package dev.rohrpost.dbus.trace;

import dev.rohrpost.dbus.Monitor;
import java.time.Duration;
import java.util.Optional;

/// A call that has ended.
///
/// @param call the call
/// @param outcome how it has ended
/// @param duration from the moment at which the call was seen to the one at which its end was; zero
///   if no reply is wanted
/// @param error the name of the error that the caller got, if it got one
/// @param reply the message that has ended it; empty if there is none
public record EndedCall(
    OpenCall call,
    Outcome outcome,
    Duration duration,
    Optional<String> error,
    Optional<Monitor.Seen> reply) {}
