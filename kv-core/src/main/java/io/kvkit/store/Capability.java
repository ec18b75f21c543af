package io.kvkit.store;

/**
 * What a store can do beyond the contract.
 *
 * @since 0.1
 */
public enum Capability {
    /** Operations need no I/O: {@code getNow} and {@code applyNow} answer, and every stage is complete on return. */
    IMMEDIATE,
    /** Other processes see the same records. */
    SHARED
}
