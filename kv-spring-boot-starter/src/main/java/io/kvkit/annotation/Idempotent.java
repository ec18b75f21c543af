package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method once per key and returns the first result for every later call with that key.
 *
 * <p>On a controller, the key comes from the {@code Idempotency-Key} header, and a replay is byte-identical: it has the
 * same status, headers and body, and {@code Idempotent-Replayed: true}. A different request with the same key is
 * refused with 422, and a key whose first call is still running with 409. On other methods, {@link #key} is required
 * and the result is replayed as the declared return type.
 *
 * <p>A call that fails frees the key. If the process of a call dies, the key is free when its {@link #lease} has
 * expired; the lease is renewed while the process lives. On controllers, 2xx, 3xx and 4xx responses are kept, except
 * for 401, 403, 408, 425 and 429, and for 304, 406, 412, 416 and 428, which depend on a request header.
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
 * <p>The settings of {@code kv.idempotency.operations.<name>} override the attributes. The settings of
 * {@code kv.idempotency.defaults} apply if neither has a value. Set a name: the default changes when you rename the
 * class or the method, and the records from before are then not found.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {

    /** Whether a call must have a key. */
    enum KeyRequired {
        /** The value of the settings, or else {@link #YES}. */
        DEFAULT,
        /** A call without a key is refused, on controllers with 400. */
        YES,
        /** A call without a key runs unguarded. */
        NO
    }

    /** What happens to a call while another call with its key is running. */
    enum InProgress {
        /** The value of the settings, or else {@link #REJECT}. */
        DEFAULT,
        /** It is refused with {@code IdempotencyInProgressException}, over HTTP 409 with {@code Retry-After}. */
        REJECT,
        /**
         * It waits until the other call has ended, for at most the duration of one lease, and gets the result of that call.
         * If the other call fails, one of those that wait runs. Methods that return a {@code CompletionStage} or a {@code
         * Mono} hold no thread while they wait.
         */
        WAIT
    }

    /** What happens if the store cannot decide whether the key is new. */
    enum StoreFailure {
        /** The value of the settings, or else {@link #FAIL}. */
        DEFAULT,
        /** The call fails with {@code KvException}, over HTTP 503, so that it never runs twice. */
        FAIL,
        /** The call runs unguarded. */
        PROCEED
    }

    /** What happens to the key of a call whose process died. */
    enum Abandoned {
        /** The value of the settings, or else {@link #RETRY}. */
        DEFAULT,
        /** The next call takes over when the lease has ended. */
        RETRY,
        /** The key is held: calls are refused with {@code IdempotencyOutcomeUnknownException}, over HTTP 409. */
        HOLD
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The name of the operation, 1 to 64 letters, digits, dots, underscores or hyphens. Default: the simple name of
     * the class and the name of the method.
     */
    String name() default "";

    /** The key, a SpEL expression over the arguments. Default on controllers: the header. Required elsewhere. */
    String key() default "";

    /** The request header that contains the key. Default: {@code Idempotency-Key}. */
    String header() default "";

    /** Whether a call must have a key. Default: yes. */
    KeyRequired keyRequired() default KeyRequired.DEFAULT;

    /**
     * The scope of the key: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that becomes part of the key.
     * Default on controllers: {@code PRINCIPAL}; elsewhere: none.
     */
    String scope() default "";

    /**
     * What must be the same when a key is used again, a SpEL expression over the arguments. Default on controllers: the
     * whole request, as it was sent; elsewhere: nothing.
     */
    String fingerprint() default "";

    /**
     * A SpEL expression over the arguments and {@code #client}, such as {@code !#order.dryRun}. If it is false, the call
     * runs unguarded and needs no key. Default: true.
     */
    String condition() default "";

    /** How long a result is kept, such as {@code 30m} or {@code 7d}. Default: {@code 24h}. */
    String ttl() default "";

    /** The time after which a call whose process died may run again; renewed at a third of it. Default: {@code 30s}. */
    String lease() default "";

    /** What happens to a call while another call with its key is running. Default: it is refused. */
    InProgress inProgress() default InProgress.DEFAULT;

    /** What happens if the store fails. Default: the call fails. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;

    /**
     * What happens to the key of a call whose process died, if no {@code Reconciler} bean knows the operation. Default: the
     * next call takes over.
     */
    Abandoned onAbandoned() default Abandoned.DEFAULT;

    /**
     * How many attempts may fail or die before the key is parked: calls are then refused with {@code
     * IdempotencyParkedException}, over HTTP 409. Default: 0, any number.
     */
    int maxAttempts() default -1;

    /** How long the lease of a call is renewed at most. Default: {@code 1h}. */
    String maxRunTime() default "";

    /**
     * Whether results and the results of steps are encrypted and authenticated with the keys of {@code
     * kv.idempotency.keys}. What has no seal of these keys is never replayed. Default: false.
     */
    boolean sealed() default false;
}
