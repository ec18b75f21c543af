package io.kvkit.spring;

/**
 * A bean that is told of each delivery of a parked event, before the delivery is acknowledged: the place to send the event
 * to a dead-letter topic.
 *
 * <p>A listener acknowledges the delivery afterwards, so it usually is the only one. A controller answers with 409, and its
 * sender may deliver the event again. If the handler throws an exception, the delivery fails with it. It is called on the
 * thread that would call the method, and is safe for use by several threads.
 *
 * <pre>{@code
 * @Bean
 * ParkedEventHandler deadLetters(KafkaTemplate<String, Object> kafka) {
 *     return parked -> kafka.send("orders-parked", parked.arguments().get(0)).join();
 * }
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ParkedEventHandler {

    /** Called for a delivery of a parked event. */
    void onParked(ParkedEvent event);
}
