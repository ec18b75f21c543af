package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Refuses listeners whose containers do not deliver an event again after an exception, or whose containers deliver
 * batches.
 */
public final class ContainerRules {

    private final ConfigurableBeanFactory beans;

    /**
     * Creates the rules.
     *
     * @param beans the beans among which the container factories are
     */
    public ContainerRules(ConfigurableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Checks the container factories of all listeners.
     *
     * @throws KvConfigurationException if events would be lost
     */
    public void check(OperationRegistry operations) {
        for (Operation operation : operations.all()) {
            if (operation instanceof DedupeOperation event && operation.enabled()) {
                Listener.of(operation.site()).forEach(listener -> check(event, listener));
            }
        }
    }

    private void check(DedupeOperation operation, Listener listener) {
        String name = factory(listener);
        if (name != null && beans.containsBean(name)) {
            new ContainerFactory(operation, listener, name, beans.getBean(name)).check();
        }
    }

    // Null if the name is an expression, which only the transport can evaluate.
    private @Nullable String factory(Listener listener) {
        String written = listener.text(listener.transport().factory());
        String name = written.isEmpty() ? listener.transport().defaultFactory() : beans.resolveEmbeddedValue(written);
        return name == null || name.isEmpty() || name.contains("#{") ? null : name;
    }
}
