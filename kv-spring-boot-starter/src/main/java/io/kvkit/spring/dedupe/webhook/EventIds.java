package io.kvkit.spring.dedupe.webhook;

/** Finds the id of an event in what its sender sent. */
public sealed interface EventIds permits HeaderIds, MemberIds, CloudEventIds, SlackIds {

    /** Returns whether the id may be in the body. */
    boolean readsBody();

    /**
     * Returns the id: a text, or a list of texts that identify the event together.
     *
     * @throws NoEventIdException if the event has no usable id
     */
    Object id(SentEvent event);
}
