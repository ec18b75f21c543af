package io.kvkit.lettuce;

/**
 * The number of connections of a store to the servers that hold keys, without those for signals.
 *
 * @param open the number of open connections
 * @param lost the number of connections lost since the store was opened
 * @since 0.1
 */
public record Connections(int open, long lost) {}
