package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method once per key and gives every later call with that key the first result.
 *
 * <p>On a controller the key comes from the {@code Idempotency-Key} header and a replay is byte-identical: status,
 * headers and body, with {@code Idempotent-Replayed: true}. The same key with another request is refused with 422, a
 * key whose first call still runs with 409. On other methods {@link #key} is required and the result is replayed as the
 * declared return type.
 *
 * <p>A call that fails leaves the key free. A call whose process dies leaves it free when its {@link #lease} has run out;
 * while the process lives, the lease is renewed. On controllers 2xx, 3xx and 4xx answers are kept, without 401, 403, 408,
 * 425, 429, and without 304, 412 and 428, which answer a condition.
 *
 * <pre>{@code
 * @Idempotent(name = "payments")
 * @PostMapping("/api/payments")
 * public ResponseEntity<Payment> pay(@RequestBody PaymentRequest request) { ... }
 *
 * @Idempotent(name = "invoice-mail", key = "#invoice.number", ttl = "7d")
 * public void send(Invoice invoice) { ... }
 * }</pre>
 *
 * <p>Settings of {@code kv.idempotency.operations.<name>} beat the attributes; {@code kv.idempotency.defaults} fill in
 * what neither says. Give it a name: the default one changes when class or method are renamed, and the records of before
 * are then not found.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {

    /** Whether a call must have a key. */
    enum KeyRequired {
        /** As the settings say, else {@link #YES}. */
        DEFAULT,
        /** A call without a key is refused: 400 on controllers. */
        YES,
        /** A call without a key runs unguarded. */
        NO
    }

    /** What a call gets whose key is being worked on by another call. */
    enum InProgress {
        /** As the settings say, else {@link #REJECT}. */
        DEFAULT,
        /** It is refused with {@code IdempotencyInProgressException}, which is 409 with {@code Retry-After}. */
        REJECT
    }

    /** What happens when the store cannot say whether the key is new. */
    enum StoreFailure {
        /** As the settings say, else {@link #FAIL}. */
        DEFAULT,
        /** The call fails with {@code KvException}, which is 503: it never runs twice. */
        FAIL,
        /** The call runs unguarded. */
        PROCEED
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The identity of the operation, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of
     * the class and the name of the method.
     */
    String name() default "";

    /** The key, a SpEL expression over the arguments. Default on controllers: the header. Elsewhere required. */
    String key() default "";

    /** The request header that holds the key. Default: {@code Idempotency-Key}. */
    String header() default "";

    /** Whether a call must have a key. Default: yes. */
    KeyRequired keyRequired() default KeyRequired.DEFAULT;

    /**
     * Whose key it is: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that is part of the key. Default on
     * controllers: {@code PRINCIPAL}; elsewhere: everybody's.
     */
    String scope() default "";

    /**
     * What must be the same when a key is used again, a SpEL expression over the arguments. Default on controllers: the
     * whole request, as it was sent; elsewhere: nothing.
     */
    String fingerprint() default "";

    /** How long a result is kept, as {@code 30m} or {@code 7d}. Default: {@code 24h}. */
    String ttl() default "";

    /** After what time a call whose process died may run again, renewed at a third of it. Default: {@code 30s}. */
    String lease() default "";

    /** What a call gets whose key is being worked on. Default: refused. */
    InProgress inProgress() default InProgress.DEFAULT;

    /** What happens when the store fails. Default: the call fails. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;
}
