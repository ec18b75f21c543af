package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.StoreSelection.AddressSource;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches where a store was chosen, by the user or by what is configured. */
abstract class OnStore extends SpringBootCondition implements ConfigurationCondition {

    private final StoreType type;

    private OnStore(StoreType type) {
        this.type = type;
    }

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
        return selection.type() == type;
    }

    private static StoreSelection selection(ConditionContext context) {
        var beans = context.getBeanFactory();
        return StoreSelection.of(context.getEnvironment(), Objects.requireNonNull(beans), context.getClassLoader());
    }

    /** The store is a Redis server. */
    static final class Redis extends OnStore {
        Redis() {
            super(StoreType.REDIS);
        }
    }

    /** The store is this process. */
    static final class Memory extends OnStore {
        Memory() {
            super(StoreType.MEMORY);
        }
    }

    /** The store is a Redis server whose address Spring Data Redis knows. */
    static final class DataRedis extends OnStore {
        DataRedis() {
            super(StoreType.REDIS);
        }

        @Override
        boolean matches(StoreSelection selection) {
            return super.matches(selection) && AddressSource.DATA_REDIS.contains(selection.address());
        }
    }
}
