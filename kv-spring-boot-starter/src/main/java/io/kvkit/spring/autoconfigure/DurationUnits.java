package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.operation.attribute.MissingUnit;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * Refuses times and sizes under {@code kv.} without a unit, as the annotations do. Spring Boot would read 60 as 60
 * milliseconds and 10 as 10 bytes. Also refuses empty values of other types than text, for which Spring Boot would
 * report that the property does not exist.
 */
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
            if ((result instanceof Duration || result instanceof DataSize) && ROOT.isAncestorOf(name)) {
                // Read again as a text, because the value may be a placeholder.
                String mend = result instanceof DataSize ? "Write %sMB or %<sKB, or %<sB for bytes" : "";
                context.getBinder()
                        .bind(name, Bindable.of(String.class))
                        .ifBound(text -> requireUnit(name, text, mend));
            }
            return super.onSuccess(name, target, context, result);
        }

        @Override
        public void onFinish(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
                throws Exception {
            if (result == null
                    && ROOT.isAncestorOf(name)
                    && isSingle(target.getType().resolve(Object.class))) {
                for (ConfigurationPropertySource source : context.getSources()) {
                    requireNoText(name, source.getConfigurationProperty(name));
                }
            }
            super.onFinish(name, target, context, result);
        }

        private static boolean isSingle(Class<?> type) {
            Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
            return boxed == Duration.class
                    || boxed == DataSize.class
                    || boxed == Boolean.class
                    || boxed == URI.class
                    || Number.class.isAssignableFrom(boxed)
                    || boxed.isEnum();
        }

        private static void requireNoText(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
            if (property != null) {
                throw new KvPropertyException(name + " is empty", "Write a value, or remove it");
            }
        }

        private static void requireUnit(ConfigurationPropertyName name, String text, String mend) {
            if (MissingUnit.isIn(text)) {
                String property = name.toString();
                throw new KvPropertyException(
                        property + "=" + text + ": " + MissingUnit.PROBLEM,
                        mend.isEmpty() ? MissingUnit.mend(text) : mend.formatted(text));
            }
        }
    }
}
