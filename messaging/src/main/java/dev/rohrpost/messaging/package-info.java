/// One way to send and receive over every mechanism: an [Endpoint] names where, a [Sender] or a
/// [Receiver] is opened on it, and a [Message] is what passes.
///
/// A mechanism that carries messages for us is called a carrier. Carriers differ, and nothing is
/// pretended: what one cannot do, it refuses with a [RefusedException] that says what it can do
/// instead. What passes is exactly the bytes given, without any framing of ours, so that foreign
/// programs can be at the other end.
///
/// No argument may be null. Senders and receivers may be used by several threads, but to a stream
/// these may mix their bytes. Whatever waits ends early by its deadline, by an interrupt or when it
/// is closed.
package dev.rohrpost.messaging;
