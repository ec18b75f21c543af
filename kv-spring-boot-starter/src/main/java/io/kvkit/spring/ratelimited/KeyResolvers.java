package io.kvkit.spring.ratelimited;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.operation.attribute.Refusals;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The {@link RateLimitKeyResolver} beans of the application. They are created at the first call.
 *
 * @param beans the beans of the application; null if they are unknown
 */
public record KeyResolvers(@Nullable BeanFactory beans) {

    /**
     * Returns the bean of a name.
     *
     * @throws RuntimeException the refusal, if there is no such bean
     */
    public Supplier<RateLimitKeyResolver> named(String bean, String attribute, Refusals refusals) {
        BeanFactory all = beans;
        if (all != null && !(all.containsBean(bean) && all.isTypeMatch(bean, RateLimitKeyResolver.class))) {
            throw refusals.error(
                    attribute,
                    bean,
                    "there is no bean of type RateLimitKeyResolver with this name",
                    "Define it, or write a key");
        }
        return SingletonSupplier.of(
                () -> Objects.requireNonNull(all, "no beans").getBean(bean, RateLimitKeyResolver.class));
    }

    /**
     * Returns the bean that decides where nothing else is written; null if there is none.
     *
     * @throws KvConfigurationException if there are several, and none is the primary one
     */
    @Nullable
    Supplier<RateLimitKeyResolver> byDefault(OperationSite site) {
        if (!(beans instanceof ListableBeanFactory all)) {
            return null;
        }
        List<String> names = Arrays.asList(
                BeanFactoryUtils.beanNamesForTypeIncludingAncestors(all, RateLimitKeyResolver.class, true, false));
        List<String> candidates = names.size() > 1
                ? names.stream().filter(name -> isPrimary(all, name)).toList()
                : names;
        if (names.size() > 1 && candidates.size() != 1) {
            throw site.error(
                    "key",
                    null,
                    "there are several beans of type RateLimitKeyResolver: " + String.join(", ", names),
                    "Write a key or keyResolver, or mark one of them as @Primary");
        }
        return candidates.isEmpty()
                ? null
                : SingletonSupplier.of(() -> all.getBean(candidates.get(0), RateLimitKeyResolver.class));
    }

    private static boolean isPrimary(ListableBeanFactory beans, String name) {
        return beans instanceof ConfigurableListableBeanFactory known
                && known.containsBeanDefinition(name)
                && known.getMergedBeanDefinition(name).isPrimary();
    }
}
