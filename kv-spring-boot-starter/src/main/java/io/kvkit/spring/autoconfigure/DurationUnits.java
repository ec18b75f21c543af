package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.MissingUnit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Refuses times under {@code kv.} without a unit, as on the annotations: Spring Boot would take 60 for 60 milliseconds. */
final class DurationUnits implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("kv");

    @Override
    public BindHandler apply(BindHandler handler) {
        return new Handler(handler);
    }

    private static final class Handler extends AbstractBindHandler {

        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public @Nullable Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            if (result instanceof Duration && ROOT.isAncestorOf(name)) {
                // Once more as a text, because a placeholder may stand for it.
                context.getBinder().bind(name, Bindable.of(String.class)).ifBound(text -> requireUnit(name, text));
            }
            return super.onSuccess(name, target, context, result);
        }

        private static void requireUnit(ConfigurationPropertyName name, String text) {
            if (MissingUnit.isIn(text)) {
                String property = name.toString();
                throw new KvPropertyException(
                        property + "=" + text + ": " + MissingUnit.PROBLEM, MissingUnit.mend(text));
            }
        }
    }
}
