package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;

/**
 * The factory of a listener's container. Compares names because transports may be absent. Reads the settings from
 * fields, because no factory has getters for all of them. If a field is absent, nothing is known and nothing is
 * refused.
 */
final class ContainerFactory {

    private static final String SHARE = "org.springframework.kafka.config.ShareKafkaListenerContainerFactory";
    private static final String KAFKA = "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory";
    private static final String RABBIT =
            "org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory";
    private static final String JMS = "org.springframework.jms.config.DefaultJmsListenerContainerFactory";
    private static final String SQS = "io.awspring.cloud.sqs.config.AbstractMessageListenerContainerFactory";
    private static final String RECOVERER = "org.springframework.kafka.listener.ShareConsumerRecordRecoverer";

    private static final String RENEWING =
            "Set ShareAckMode.MANUAL on it, and take a ShareAcknowledgment, by which kvkit keeps such a record";

    // AUTO_ACKNOWLEDGE and DUPS_OK_ACKNOWLEDGE.
    private static final Set<Integer> BEFORE = Set.of(1, 3);

    private final OperationSite site;
    private final boolean divided;
    private final Listener listener;
    private final String name;
    private final Set<String> types;
    private final DirectFieldAccessor fields;

    ContainerFactory(DedupeOperation operation, Listener listener, String name, Object factory) {
        this.site = operation.site();
        this.divided = operation.batch() != null;
        this.listener = listener;
        this.name = name;
        this.types = Supertypes.names(factory.getClass());
        this.fields = new DirectFieldAccessor(factory);
    }

    /** Refuses the listener if its container would lose events. */
    void check() {
        if (divided && types.contains(KAFKA)) {
            checkDivided();
        } else if (types.contains(KAFKA) || types.contains(RABBIT)) {
            checkBatches();
        }
        if (types.contains(SHARE)) {
            checkShare();
        } else if (types.contains(RABBIT)) {
            checkRabbit();
        } else if (types.contains(JMS)) {
            checkJms();
        } else if (types.contains(SQS)) {
            checkSqs();
        }
    }

    private void checkBatches() {
        String said = listener.text("batch").toLowerCase(Locale.ROOT);
        if (said.isEmpty() && is("batchListener", true)) {
            throw refused(
                    "delivers batches of events, and one key would turn a batch into one event",
                    "Take one event at a time, with batch = \"false\" at " + listener.name());
        }
    }

    private void checkDivided() {
        checkDeliversBatches();
        if (value("containerProperties.kafkaAwareTransactionManager") != null
                || value("containerProperties.transactionManager") != null) {
            throw refused(
                    "rolls back a batch as a whole, also after some of its events were handled",
                    "Use a factory without a transaction manager, or take one event at a time");
        }
        if (String.valueOf(value("containerProperties.ackMode")).startsWith("MANUAL")
                && listener.text("ackMode").isEmpty()) {
            throw refused(
                    "leaves it to the listener to acknowledge a batch, of which it may get only some events",
                    "Set AckMode.BATCH on it, or write ackMode = \"BATCH\"");
        }
    }

    // A record container would convert the value of one record to a list.
    private void checkDeliversBatches() {
        if (listener.text("batch").isEmpty() && !is("batchListener", true)) {
            throw refused(
                    "delivers one record at a time, and the method takes a list",
                    "If the list is a batch of events, write batch = \"true\" at " + listener.name()
                            + ", or set batchListener on the factory. If it is the payload of one event, write"
                            + " batch = \"false\"");
        }
    }

    private void checkShare() {
        String mode = String.valueOf(value("containerProperties.shareAckMode"));
        if ("IMPLICIT".equals(mode)) {
            throw refused("accepts a record whatever its listener throws", RENEWING);
        }
        if (fields.isReadableProperty("recordRecoverer") && isRecoverer("REJECTING")) {
            throw refused(
                    "rejects for good what its listener throws, so its event would be lost",
                    "Set a ShareConsumerRecordRecoverer on it that releases records, as"
                            + " ShareConsumerRecordRecoverer.RELEASING");
        }
        if ("EXPLICIT".equals(mode) && isRecoverer("RELEASING")) {
            throw refused(
                    "gives a record up after some deliveries without a pause, so an event that is in progress"
                            + " elsewhere, or came while the store was away, would be lost",
                    RENEWING);
        }
        if ("EXPLICIT".equals(mode) && new ListenerParameters(site).acknowledgeShares()) {
            throw refused(
                    "passes no ShareAcknowledgment, so the listener, which takes one, would fail at each delivery",
                    "Set ShareAckMode.MANUAL on it, or take no ShareAcknowledgment");
        }
        checkByHand(mode, "Take a ShareAcknowledgment");
    }

    private void checkByHand(String mode, String mend) {
        if ("MANUAL".equals(mode) && !new ListenerParameters(site).acknowledge()) {
            throw refused(
                    "leaves it to the listener to acknowledge a delivery, and the listener takes no acknowledgment",
                    mend);
        }
    }

    private void checkRabbit() {
        if (listener.text("ackMode").isEmpty() && "NONE".equals(String.valueOf(value("acknowledgeMode")))) {
            throw refused(
                    "acknowledges a delivery whatever its listener throws",
                    "Set AcknowledgeMode.AUTO on it, or write ackMode = \"AUTO\"");
        }
    }

    private void checkJms() {
        if (value("transactionManager") != null || is("sessionTransacted", true)) {
            return;
        }
        if (!(value("sessionAcknowledgeMode") instanceof Integer mode) || BEFORE.contains(mode)) {
            throw refused(
                    "acknowledges a message before its listener is called, so an exception of the listener loses the"
                            + " message",
                    "Set sessionTransacted on it, or Session.CLIENT_ACKNOWLEDGE");
        }
        if (is("acknowledgeAfterListener", false)) {
            throw refused(
                    "acknowledges nothing, so a duplicate would not be acknowledged",
                    "Set acknowledgeAfterListener on it");
        }
    }

    private void checkSqs() {
        if (!listener.text("acknowledgementMode").isEmpty()) {
            return;
        }
        String mode = String.valueOf(value("containerOptionsBuilder.acknowledgementMode"));
        if ("ALWAYS".equals(mode)) {
            throw refused(
                    "acknowledges a delivery whatever its listener throws",
                    "Set AcknowledgementMode.ON_SUCCESS on it, or write acknowledgementMode = \"ON_SUCCESS\"");
        }
        checkByHand(mode, "Take an Acknowledgement, or write acknowledgementMode = \"ON_SUCCESS\"");
    }

    private KvConfigurationException refused(String problem, String mend) {
        return site.error("", null, "the container factory " + name + " " + problem, mend);
    }

    private @Nullable Object value(String field) {
        return fields.isReadableProperty(field) ? fields.getPropertyValue(field) : null;
    }

    private boolean is(String field, Object expected) {
        return expected.equals(value(field));
    }

    // A factory without one rejects.
    private boolean isRecoverer(String constant) {
        Object recoverer = value("recordRecoverer");
        if (recoverer == null) {
            return constant.equals("REJECTING");
        }
        try {
            Class<?> type = Class.forName(RECOVERER, false, recoverer.getClass().getClassLoader());
            return type.getField(constant).get(null) == recoverer;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
