package dev.rohrpost.inspect;

/// How often a process has called a method on a message bus, while somebody looked.
///
/// @param caller the process
/// @param interfaceName of the method; empty if the caller has left it to the object
/// @param member the method
/// @param count how often
public record BusCall(int caller, String interfaceName, String member, long count) {}
