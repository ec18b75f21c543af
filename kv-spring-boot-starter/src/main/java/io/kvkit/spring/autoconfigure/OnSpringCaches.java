package io.kvkit.spring.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if Spring's cache abstraction shall use the caches of kvkit, and no other provider is chosen. */
final class OnSpringCaches extends SpringBootCondition {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private static final String OWN = "kv.cache.spring-cache-manager";
    private static final String OTHER = "spring.cache.type";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("caches of kvkit for Spring");
        boolean wanted = Boolean.TRUE.equals(context.getEnvironment().getProperty(OWN, Boolean.class));
        String other = context.getEnvironment().getProperty(OTHER);
        if (!wanted) {
            return ConditionOutcome.noMatch(message.because(OWN + " is not true"));
        }
        if (other != null) {
            log.warn("{} has no effect, because {} is {}", OWN, OTHER, other);
            return ConditionOutcome.noMatch(message.because(OTHER + " is " + other));
        }
        return ConditionOutcome.match(message.because(OWN + " is true"));
    }
}
