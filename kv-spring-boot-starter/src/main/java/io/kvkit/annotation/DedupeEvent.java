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
 * {@link #duplicateResult} and are acknowledged. The next delivery handles the event if the handler throws an
 * exception, if a controller answers with 5xx, 401, 403, 408, 425 or 429, or if the handler's process dies and its
 * {@link #lease} has expired. A delivery of an event that is being handled is never dropped: it waits or fails, so that
 * it is delivered again if the running handler fails.
 *
 * <pre>{@code
 * @DedupeEvent(name = "billing", key = "#event.id")
 * @KafkaListener(topics = "orders")
 * public void on(OrderPaid event) { ... }
 * }</pre>
 *
 * <p>A Kafka listener may take a batch, of which each event is called {@code #each}. It gets those that it has to handle.
 *
 * <p>The settings of {@code kv.dedupe.consumers.<name>} override the attributes. The settings of
 * {@code kv.dedupe.defaults} apply if neither has a value. Set a name: the default changes when you rename the class
 * or the method, and the events from before are then handled again.
 *
 * @since 0.1
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DedupeEvent {

    /**
     * A kind of sender, which says where the id of an event is. If the consumer has a {@code secret} in the settings, the
     * signature of the sender is verified over the body as it was sent, before anything is recorded. A call without a
     * usable id fails, over HTTP with 400; one without a valid signature fails, over HTTP with 401.
     *
     * <p>A preset is for controllers, unless it says something else.
     */
    enum Preset {
        /** None: the {@link #key} identifies the event. */
        DEFAULT,
        /** Stripe: the member {@code id} of the JSON body. Signed: {@code Stripe-Signature}. */
        STRIPE,
        /** GitHub: the header {@code X-GitHub-Delivery}. Signed: {@code X-Hub-Signature-256}. */
        GITHUB,
        /** Standard Webhooks: the header {@code webhook-id}. Signed: {@code webhook-signature}. */
        STANDARD_WEBHOOKS,
        /** Svix: {@code svix-id}, or else {@code webhook-id}. Signed: {@code svix-signature} or {@code webhook-signature}. */
        SVIX,
        /** Shopify: the header {@code X-Shopify-Webhook-Id}. Signed: {@code X-Shopify-Hmac-Sha256}. */
        SHOPIFY,
        /**
         * Slack: the member {@code event_id} of the JSON body. Requests that have none, such as the challenge for the URL
         * or a slash command, are identified by their body. Signed: {@code X-Slack-Signature}.
         */
        SLACK,
        /**
         * CloudEvents: source and id together, from the headers {@code ce-source} and {@code ce-id} (binary mode) or from
         * the JSON body (structured mode). A batch is refused. Not signed. Also for listeners that take a
         * {@code ConsumerRecord} of Kafka or a {@code Message}, with the headers of the bindings for Kafka and AMQP.
         */
        CLOUDEVENTS,
        /**
         * The {@link #header} of the request, or on listeners that of the {@code ConsumerRecord} or {@code Message} that
         * they take. Not signed.
         */
        HEADER,
        /** The key of the Kafka record, on listeners that take the {@code ConsumerRecord} or a {@code Message}. */
        KAFKA_KEY,
        /**
         * Events without an id: a digest of the whole content. On controllers, that is the path, the query and the body,
         * of which JSON is compared as a value. On listeners it is the payload, with the key of a Kafka record.
         */
        CONTENT
    }

    /** What happens to a delivery while its event is being handled. */
    enum InProgress {
        /** The value of the settings, or else {@link #WAIT} on listeners and {@link #REJECT} on controllers. */
        DEFAULT,
        /** It waits for the running handler for at most one lease, and then fails. */
        WAIT,
        /** It fails immediately with {@code EventInProgressException}, over HTTP 409 with {@code Retry-After}. */
        REJECT
    }

    /** What happens if the store cannot decide whether the event is new. */
    enum StoreFailure {
        /** The value of the settings, or else {@link #FAIL}. */
        DEFAULT,
        /** The delivery fails with {@code KvException} and is delivered again. */
        FAIL,
        /** The event is handled unguarded. */
        PROCEED
    }

    /** What happens to an event whose handler's process died. */
    enum Abandoned {
        /** The value of the settings, or else {@link #RETRY}. */
        DEFAULT,
        /** The next delivery takes over when the lease has ended. */
        RETRY,
        /** The event is held: deliveries fail with {@code EventOutcomeUnknownException}, over HTTP 409. */
        HOLD
    }

    /** Alias of {@link #name}. */
    String value() default "";

    /**
     * The name of the consumer, 1 to 64 letters, digits, dots, underscores or hyphens. Two consumers of one event have
     * two names and both handle it. Default: the simple name of the class and the name of the method.
     */
    String name() default "";

    /**
     * The identity of the event, a SpEL expression over the arguments. Required, unless there is a {@link #preset}. With a
     * preset whose sender signs its events, a key replaces the id of the preset. On a Kafka listener that takes a
     * batch, it is that of one event, {@code #each}. A listener of another transport that takes a batch fails startup,
     * because one key would turn the batch into one event.
     */
    String key() default "";

    /** The header with the id of the event, for {@link Preset#HEADER}. */
    String header() default "";

    /** The kind of sender, which says where the id of an event is and how it is signed. Default: the {@link #key}. */
    Preset preset() default Preset.DEFAULT;

    /**
     * A SpEL expression over the arguments and {@code #client}. If it is false, the event is handled unguarded and needs
     * no id; a signature is still verified. Default: true.
     */
    String condition() default "";

    /** The scope of the event: {@code TENANT}, {@code PRINCIPAL}, or a SpEL expression that becomes part of the key. */
    String scope() default "";

    /** How long an event is remembered after it was handled. Default: {@code 7d}. */
    String ttl() default "";

    /** The time after which an event whose handler died may be handled again. Default: {@code 30s}. */
    String lease() default "";

    /** What happens to a delivery while its event is being handled. Default: listeners wait, controllers refuse. */
    InProgress inProgress() default InProgress.DEFAULT;

    /** What a duplicate gets, a SpEL expression over the arguments. Default: null, or empty. */
    String duplicateResult() default "";

    /** What happens if the store fails. Default: the delivery fails. */
    StoreFailure onStoreFailure() default StoreFailure.DEFAULT;

    /**
     * What happens to an event whose handler's process died, if no {@code Reconciler} bean knows the consumer. Default: the
     * next delivery takes over.
     */
    Abandoned onAbandoned() default Abandoned.DEFAULT;

    /**
     * How many attempts may fail or die before the event is parked: listeners then acknowledge it, controllers answer with
     * 409, and {@code ParkedEventHandler} beans are told. Default: 0, any number.
     */
    int maxAttempts() default -1;

    /** How long the lease of a handler is renewed at most. Default: {@code 1h}. */
    String maxRunTime() default "";

    /**
     * About how many events are remembered at a time, if handled events are to be stored compactly: many in one value, of
     * which each takes 20 to 30 bytes in Redis instead of 110. For streams of millions of events. Events are then
     * remembered up to an eighth of the {@code ttl} longer. Keep the number: with another one, the events that were
     * handled before can be handled again. Default: 0, a record for each event.
     */
    int compactFor() default -1;
}
