package io.kvkit.spring.dedupe.kafka;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;

/**
 * How a container, or those of a factory, react to exceptions of listeners. If nothing is set, containers have an error
 * handler of their own, or react after the rollback if they have transactions.
 *
 * @param owner the container or factory
 * @param properties its properties
 * @param handler sets its error handler
 */
record FailureReactions(Object owner, ContainerProperties properties, Consumer<CommonErrorHandler> handler) {

    /**
     * Lets them deliver again what is not known to be handled.
     *
     * @param afterRollback sets what follows a rollback
     */
    void redeliver(Consumer<DefaultAfterRollbackProcessor<Object, Object>> afterRollback) {
        boolean transacted = properties.getKafkaAwareTransactionManager() != null;
        Object present = value("commonErrorHandler");
        if (present != null) {
            Redelivering.make(present);
        } else if (!transacted) {
            handler.accept(Redelivering.made(new DefaultErrorHandler()));
        }
        Object rollback = value("afterRollbackProcessor");
        if (rollback != null) {
            Redelivering.make(rollback);
        } else if (transacted) {
            afterRollback.accept(Redelivering.made(new DefaultAfterRollbackProcessor<>()));
        }
    }

    private @Nullable Object value(String field) {
        var fields = new DirectFieldAccessor(owner);
        return fields.isReadableProperty(field) ? fields.getPropertyValue(field) : null;
    }
}
