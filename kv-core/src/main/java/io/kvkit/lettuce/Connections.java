package io.kvkit.lettuce;

/**
 * How a store's connections to the servers that hold keys are.
 *
 * @param open how many are open now
 * @param lost how many were lost since the store was opened
 */
public record Connections(int open, long lost) {}
