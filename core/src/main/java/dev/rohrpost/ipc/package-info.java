/// What the mechanisms of System V share - queues, semaphores and memory -, and in part those of
/// POSIX.
///
/// Objects of System V have a number as name, the key, and live until somebody removes them or the
/// machine stops, whoever uses them. Opening one by its key gives its id, and all else goes by
/// that. An id is not a descriptor: nothing is open, so nothing needs to be closed.
package dev.rohrpost.ipc;
