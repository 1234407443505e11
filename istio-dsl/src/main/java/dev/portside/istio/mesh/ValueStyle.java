package dev.portside.istio.mesh;

import dev.portside.Internal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * How values of this package and those on top of it are made. Kept from class files, so that users
 * need no Immutables.
 */
@Internal
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    allowedClasspathAnnotations = {javax.annotation.processing.Generated.class})
public @interface ValueStyle {}
