package io.kvkit.spring.autoconfigure;

import java.lang.reflect.Proxy;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyProcessorSupport;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Determines how Spring proxies a bean, by the rules that its auto-proxy creator inherits. */
@SuppressWarnings("serial") // nobody writes it
final class ProxyKind extends ProxyProcessorSupport {

    private final transient ConfigurableListableBeanFactory beans;

    ProxyKind(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        setProxyClassLoader(beans.getBeanClassLoader());
    }

    /** Returns whether Spring would proxy the bean by a subclass of its class. */
    boolean isBySubclass(Class<?> type, String name) {
        // The class of a lambda is hidden.
        if (Proxy.isProxyClass(type) || type.isHidden()) {
            return false;
        }
        if (AutoProxyUtils.shouldProxyTargetClass(beans, name)) {
            return true;
        }
        // With @Proxyable(INTERFACES)
        boolean exposed = beans.containsBeanDefinition(name)
                && beans.getBeanDefinition(name).hasAttribute(AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE);
        return !exposed && isForced() || !hasInterface(type);
    }

    private boolean isForced() {
        return beans.containsBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)
                && beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME) instanceof ProxyConfig config
                && config.isProxyTargetClass();
    }

    private boolean hasInterface(Class<?> type) {
        ProxyFactory proxy = new ProxyFactory();
        evaluateProxyInterfaces(type, proxy);
        return !proxy.isProxyTargetClass();
    }
}
