package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.autoconfigure.store.StoreSelection.AddressSource;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the default store is a Redis server, by the type that is set or by the configured address. */
class OnRedis extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        StoreSelection selection = selection(context);
        var message = ConditionMessage.forCondition("kv.store")
                .because(selection.type() + " with the address from " + selection.address());
        return new ConditionOutcome(matches(selection), message);
    }

    boolean matches(StoreSelection selection) {
        return selection.type() == StoreProperties.Type.REDIS;
    }

    private static StoreSelection selection(ConditionContext context) {
        var beans = context.getBeanFactory();
        return StoreSelection.of(context.getEnvironment(), Objects.requireNonNull(beans), context.getClassLoader());
    }

    /** Matches if Spring Data Redis provides the address. */
    static final class WithDataRedis extends OnRedis {

        @Override
        boolean matches(StoreSelection selection) {
            return super.matches(selection) && AddressSource.DATA_REDIS.contains(selection.address());
        }
    }
}
