package io.kvkit.spring.autoconfigure.store;

import io.kvkit.store.KvStore;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for each store under {@code kv.stores}, which you inject by its name: {@code @Qualifier("caches")
 * KvStore}. It is no default candidate, so that {@code KvStore} alone is the default store.
 */
final class NamedStoreRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    NamedStoreRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        Binder.get(environment)
                .bind("kv.stores", Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of)
                .keySet()
                .forEach(name -> registry.registerBeanDefinition("kvStore." + name, definition(name)));
    }

    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition(NamedStoreRegistrar.class);
        definition.setFactoryMethodName("store");
        definition.setTargetType(KvStore.class);
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setDefaultCandidate(false);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        return definition;
    }

    static KvStore store(String name, BeanFactory beans) {
        return beans.getBean(Stores.class).named(name).store();
    }
}
