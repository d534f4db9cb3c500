/// Message queues of the kernel: those of System V and those of POSIX.
///
/// Both keep messages apart and in order, survive the programs that use them, and let any number of
/// processes send and receive: each message goes to one of them.
///
/// | | [SystemVQueue] | [PosixQueue] |
/// |---|---|---|
/// | name | a number ([dev.rohrpost.ipc.SystemVKey]) | `/name` |
/// | a message has | a type, by which receivers select | a priority, by which it is sorted in |
/// | limit | bytes in the queue | messages, and bytes of each, set at creation |
/// | open | nothing is: an id is just a number | a descriptor, which can be waited for and passed on |
/// | removal | ends all waits with EIDRM | takes the name away; who has it open goes on |
///
/// [MessageBuffer] is native memory of the caller for a message, with which sending and receiving
/// allocate nothing; where that does not matter, use `byte[]`.
package dev.rohrpost.queue;
