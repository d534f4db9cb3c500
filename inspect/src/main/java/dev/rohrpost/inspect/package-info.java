/// What is there: the processes of this machine, the objects through which they talk, and who holds
/// which.
///
/// [Inspector#look()] looks once at everything that this user may see. It only reads: no pipe, FIFO
/// or queue is opened, no process is stopped, nothing is written. Only message buses are asked:
/// whose their names are. What cannot be read is in [Picture#unknown()], with the reason.
package dev.rohrpost.inspect;
