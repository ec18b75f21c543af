package io.kvkit.spring.operation;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Refuses listeners whose containers do not deliver again what {@code @DedupeEvent} throws, or hand over batches. What their
 * factories are set to is read from their fields, since no factory tells it all; where there is no such field, nothing is
 * known and nothing refused.
 */
public final class ContainerRules {

    private static final String SHARE = "org.springframework.kafka.config.ShareKafkaListenerContainerFactory";
    private static final String KAFKA = "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory";
    private static final String RABBIT =
            "org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory";
    private static final String JMS = "org.springframework.jms.config.DefaultJmsListenerContainerFactory";
    private static final String RECOVERER = "org.springframework.kafka.listener.ShareConsumerRecordRecoverer";

    // AUTO_ACKNOWLEDGE and DUPS_OK_ACKNOWLEDGE.
    private static final Set<Integer> BEFORE = Set.of(1, 3);

    private final ConfigurableBeanFactory beans;

    public ContainerRules(ConfigurableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Checks the containers of all listeners.
     *
     * @throws KvConfigurationException if events would be lost
     */
    public void check(OperationRegistry operations) {
        for (Operation operation : operations.all()) {
            if (operation instanceof DedupeOperation && operation.enabled()) {
                Listener.of(operation.site()).forEach(listener -> check(operation.site(), listener));
            }
        }
    }

    private void check(OperationSite site, Listener listener) {
        String name = factory(listener);
        if (name == null || !beans.containsBean(name)) {
            return;
        }
        Object factory = beans.getBean(name);
        Set<String> names = Supertypes.names(factory.getClass());
        Fields fields = new Fields(new DirectFieldAccessor(factory));
        String batch = listener.text("batch").toLowerCase(Locale.ROOT);
        if ((names.contains(KAFKA) || names.contains(RABBIT)) && batch.isEmpty() && fields.is("batchListener", true)) {
            throw refused(
                    site,
                    name,
                    "hands over batches of events, and one key would make one event of them",
                    "Take one event at a time, by batch = \"false\" at " + listener.name());
        }
        if (names.contains(SHARE)) {
            checkShare(site, name, fields);
        } else if (names.contains(RABBIT) && listener.text("ackMode").isEmpty()) {
            checkRabbit(site, name, fields);
        } else if (names.contains(JMS)) {
            checkJms(site, name, fields);
        }
    }

    private static void checkShare(OperationSite site, String name, Fields fields) {
        if ("IMPLICIT".equals(String.valueOf(fields.value("containerProperties.shareAckMode")))) {
            throw refused(
                    site, name, "accepts a record whatever its listener throws", "Set ShareAckMode.EXPLICIT on it");
        }
        Object recoverer = fields.value("recordRecoverer");
        if (fields.knows("recordRecoverer") && (recoverer == null || isRejecting(recoverer))) {
            throw refused(
                    site,
                    name,
                    "rejects for good what its listener throws, so an event that is in progress elsewhere, or came while"
                            + " the store was away, would be lost",
                    "Set a ShareConsumerRecordRecoverer on it that releases EventInProgressException and KvException,"
                            + " as ShareConsumerRecordRecoverer.RELEASING");
        }
    }

    private static void checkRabbit(OperationSite site, String name, Fields fields) {
        if ("NONE".equals(String.valueOf(fields.value("acknowledgeMode")))) {
            throw refused(
                    site,
                    name,
                    "takes a delivery for done whatever its listener throws",
                    "Set AcknowledgeMode.AUTO on it, or write ackMode = \"AUTO\"");
        }
    }

    private static void checkJms(OperationSite site, String name, Fields fields) {
        boolean transacted = fields.value("transactionManager") != null || fields.is("sessionTransacted", true);
        boolean before = !(fields.value("sessionAcknowledgeMode") instanceof Integer mode) || BEFORE.contains(mode);
        if (fields.knows("sessionTransacted") && !transacted && before) {
            throw refused(
                    site,
                    name,
                    "acknowledges a message before its listener is called, so what that throws is lost",
                    "Set sessionTransacted on it, or Session.CLIENT_ACKNOWLEDGE");
        }
        if (!transacted && fields.is("acknowledgeAfterListener", false)) {
            throw refused(
                    site,
                    name,
                    "acknowledges nothing, and nobody would acknowledge a duplicate",
                    "Set acknowledgeAfterListener on it");
        }
    }

    private static KvConfigurationException refused(OperationSite site, String name, String problem, String mend) {
        return site.error("", null, "the container factory " + name + " " + problem, mend);
    }

    // Null where it is an expression, which only the transport can evaluate.
    private @Nullable String factory(Listener listener) {
        String written = listener.text(listener.transport().factory());
        String name = written.isEmpty() ? listener.transport().defaultFactory() : beans.resolveEmbeddedValue(written);
        return name == null || name.isEmpty() || name.contains("#{") ? null : name;
    }

    private static boolean isRejecting(Object recoverer) {
        try {
            Class<?> type = Class.forName(RECOVERER, false, recoverer.getClass().getClassLoader());
            return type.getField("REJECTING").get(null) == recoverer;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** The fields of a factory that it may have. */
    private record Fields(DirectFieldAccessor accessor) {

        boolean knows(String field) {
            return accessor.isReadableProperty(field);
        }

        @Nullable
        Object value(String field) {
            return knows(field) ? accessor.getPropertyValue(field) : null;
        }

        boolean is(String field, Object value) {
            return value.equals(value(field));
        }
    }
}
