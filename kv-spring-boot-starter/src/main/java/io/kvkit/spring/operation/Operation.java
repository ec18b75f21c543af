package io.kvkit.spring.operation;

import java.util.Map;

/** One annotation on one method: read, filled up from the settings, and checked. Immutable. */
public sealed interface Operation
        permits CachedOperation,
                InvalidateOperation,
                UpdateOperation,
                IdempotentOperation,
                RateLimitedOperation,
                DedupeOperation {

    /** Where it was declared. */
    OperationSite site();

    /** The identity of its records. */
    String name();

    /** Whether the name was written; else it is made of class and method. */
    boolean named();

    /** Whether it does anything; when not, calls pass through. */
    boolean enabled();

    /** What the method returns. */
    ReturnShape returns();

    /** The compiled key and scope. */
    KeyPlan key();

    /** What operations of one kind and name must have in common, as attribute and value. */
    Map<String, String> traits();
}
