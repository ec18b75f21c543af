package io.kvkit.spring.autoconfigure;

import java.lang.reflect.Modifier;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The types of an application's beans, determined without creating a bean.
 *
 * <p>It does not include types that are unknown before the bean is created, such as lazy beans behind interfaces and
 * products of factories.
 */
record BeanTypes(ConfigurableListableBeanFactory beans) {

    /** Passes the name and the type of each bean to a reader. */
    void forEach(BiConsumer<String, Class<?>> reader) {
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = type(name);
            if (type != null && !isOpen(type)) {
                read(reader, name, type);
            }
        }
    }

    private @Nullable Class<?> type(String name) {
        BeanDefinition definition = beans.getMergedBeanDefinition(name);
        if (definition.isAbstract()) {
            return null;
        }
        // The class behind a JDK proxy.
        Object target = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
        return target instanceof Class<?> known ? known : beans.getType(name, false);
    }

    // The implementation fixes the type variables and is known when the bean is created.
    private static boolean isOpen(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers()) && type.getTypeParameters().length > 0;
    }

    private static void read(BiConsumer<String, Class<?>> reader, String name, Class<?> type) {
        try {
            reader.accept(name, type);
        } catch (IllegalStateException e) {
            // A signature refers to an absent class: Spring refuses such a bean if it is ever created.
            if (!(e.getCause() instanceof NoClassDefFoundError)) {
                throw e;
            }
        }
    }
}
