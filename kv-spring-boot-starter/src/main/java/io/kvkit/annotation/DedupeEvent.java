package io.kvkit.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Handles an event once, however often it is delivered.
 *
 * <p>An event counts as handled when the method has returned. Later deliveries are not handled again: they get
 * {@link #duplicateResult} and are acknowledged. A handler that throws leaves the event to its next delivery, so does a
 * controller that answers 5xx, 401, 403, 408, 425 or 429, and a handler whose process dies, when its {@link #lease} has run
 * out. A delivery of an event that is being handled is never
 * dropped: it waits or fails, so that it is delivered again if the running handler fails.
 *
 * <pre>{@code
 * @DedupeEvent(name = "billing", key = "#event.id")
 * @KafkaListener(topics = "orders")
 * public void on(OrderPaid event) { ... }
 * }</pre>
 *
 * <p>Settings of {@code kv.dedupe.consumers.<name>} beat the attributes; {@code kv.dedupe.defaults} fill in what neither
 * says. Give it a name: the default one changes when class or method are renamed, and the events of before are then
 * handled again.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DedupeEvent {

    /** What a delivery gets whose event is being handled. */
    enum InProgress {
        /** As the settings say, else {@link #WAIT} on listeners and {@link #REJECT} on controllers. */
        DEFAULT,
        /** It waits for the running handler, at most one lease, and then fails. */
        WAIT,
        /** It fails at once with {@code EventInProgressException}, which is 409 with {@code Retry-After}. */
        REJECT
    }

    /** What happens when the store cannot say whether the event is new. */
    enum StoreFailure {
        /** As the settings say, else {@link #FAIL}. */
        DEFAULT,
        /** The delivery fails with {@code KvException} and is delivered again. */
        FAIL,
        /** The event is handled unguarded. */
        PROCEED
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The identity of the consumer, 1 to 64 letters, digits, dots, underscores or hyphens: two consumers of one event
     * have two names and both handle it. Default: the simple name of the class and the name of the method.
     */
    String name() default "";

    /**
     * The identity of the event, a SpEL expression over the arguments. Required. A listener that takes a batch of events
     * stops the start, because one key would make one event of them.
     */
    String key() default "";

    /** Whose event it is: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that is part of the key. */
    String scope() default "";

    /** How long an event is remembered after it was handled. Default: {@code 7d}. */
    String ttl() default "";

    /** After what time an event whose handler died may be handled again. Default: {@code 30s}. */
    String lease() default "";

    /** What a delivery gets whose event is being handled. Default: listeners wait, controllers are refused. */
    InProgress inProgress() default InProgress.DEFAULT;

    /** What a duplicate gets, a SpEL expression over the arguments. Default: null, or empty. */
    String duplicateResult() default "";

    /** What happens when the store fails. Default: the delivery fails. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;
}
