package io.kvkit.spring.dedupe;

import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses listeners that declare an acknowledge mode in which a delivery ends before it was handled, or in which
 * nothing acknowledges a duplicate. An exception of the listener would be lost, or a duplicate would be delivered
 * forever.
 */
final class AcknowledgeRules {

    private static final String CHANNEL = "com.rabbitmq.client.Channel";

    private AcknowledgeRules() {}

    /**
     * Refuses a listener whose deliveries do not end as they should.
     *
     * @throws io.kvkit.spring.KvConfigurationException if its acknowledge mode loses events or repeats duplicates
     */
    static void requireAcknowledged(Declaration declaration) {
        Listener.of(declaration.site()).forEach(listener -> check(declaration, listener));
    }

    private static void check(Declaration declaration, Listener listener) {
        Transport transport = listener.transport();
        String written = listener.text(transport.mode());
        String mode =
                declaration.attributes().resolved(transport.mode(), written).toUpperCase(Locale.ROOT);
        String problem = problem(declaration, listener, mode);
        if (problem != null) {
            throw declaration.refused(
                    problem,
                    "Let the container acknowledge, with " + transport.mode() + " = \"" + transport.right() + "\"");
        }
    }

    private static @Nullable String problem(Declaration declaration, Listener listener, String mode) {
        Transport transport = listener.transport();
        if (!mode.isEmpty() && mode.equals(transport.losing())) {
            return listener.shown(transport.mode(), mode) + " acknowledges a delivery whatever its listener throws";
        }
        if (transport.equals(Transport.RABBIT) && !mode.equals(transport.right()) && takesChannel(declaration)) {
            return "the listener acknowledges on a Channel, so a duplicate would not be acknowledged";
        }
        boolean byHand =
                mode.startsWith("MANUAL") && declaration.returns().kind().isPlain();
        return byHand && !canAcknowledge(declaration)
                ? listener.shown(transport.mode(), mode) + " needs the transport's acknowledgment as an argument, by"
                        + " which a duplicate is acknowledged"
                : null;
    }

    private static boolean takesChannel(Declaration declaration) {
        return parameters(declaration).stream()
                .anyMatch(type -> Supertypes.names(type).contains(CHANNEL));
    }

    private static boolean canAcknowledge(Declaration declaration) {
        return parameters(declaration).stream().anyMatch(ManualAcknowledgment::mayBeIn);
    }

    private static List<Class<?>> parameters(Declaration declaration) {
        return Arrays.asList(declaration.site().method().getParameterTypes());
    }
}
