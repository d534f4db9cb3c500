package dev.rohrpost.semaphore;

/// What the kernel knows of one semaphore of a set.
///
/// @param value how many there are to take
/// @param waitingForMore how many threads wait to take
/// @param waitingForZero how many threads wait until there are none
/// @param lastProcess the process that changed it last, which may have ended since; 0 if none did
///   or it is of another namespace
public record SemaphoreStatus(int value, int waitingForMore, int waitingForZero, int lastProcess) {}
