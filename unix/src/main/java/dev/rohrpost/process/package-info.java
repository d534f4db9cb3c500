/// Starting programs, waiting for them, and joining them to pipelines.
package dev.rohrpost.process;
