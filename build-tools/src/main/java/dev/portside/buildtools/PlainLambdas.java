package dev.portside.buildtools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Gives each lambda and method reference a class of its own, as an anonymous class has one.
 *
 * <p>The compiler leaves these classes to the Java runtime. An archive keeps them, but each is
 * linked through method handles at each start, which takes several times as long as loading a class
 * that is there.
 */
final class PlainLambdas {

  private static final String RUNTIME = "java/lang/invoke/LambdaMetafactory";
  private static final String OBJECT = "java/lang/Object";
  private static final Method NEW = new Method("<init>", "()V");

  private PlainLambdas() {}

  /**
   * Returns what a set of classes becomes.
   *
   * @param classes the code of each class by its internal name; whole nests
   * @return the classes that change, and those that come to them
   */
  static Map<String, byte[]> plain(Map<String, byte[]> classes) {
    Map<String, byte[]> plain = new TreeMap<>();
    Map<String, List<String>> nests = new TreeMap<>();
    classes.forEach(
        (name, code) -> {
          ClassWriter writer = new ClassWriter(0);
          Owner owner = new Owner(writer, name);
          new ClassReader(code).accept(owner, 0);
          if (!owner.lambdas.isEmpty()) {
            plain.put(name, writer.toByteArray());
            plain.putAll(owner.lambdas);
            nests
                .computeIfAbsent(owner.host, n -> new ArrayList<>())
                .addAll(owner.lambdas.keySet());
          }
        });
    nests.forEach(
        (host, members) -> {
          byte[] code = plain.getOrDefault(host, classes.get(host));
          ClassWriter writer = new ClassWriter(0);
          new ClassReader(code).accept(writer, 0);
          members.forEach(writer::visitNestMember);
          plain.put(host, writer.toByteArray());
        });
    return plain;
  }

  /** A class that calls its lambdas' classes. */
  private static final class Owner extends ClassVisitor {

    private final String name;
    private final Map<String, byte[]> lambdas = new TreeMap<>();
    private String host;

    Owner(ClassWriter writer, String name) {
      super(Opcodes.ASM9, writer);
      this.name = name;
      this.host = name;
    }

    @Override
    public void visitNestHost(String nestHost) {
      host = nestHost;
      super.visitNestHost(nestHost);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      MethodVisitor code = super.visitMethod(access, method, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, code) {
        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          if (bootstrap.getOwner().equals(RUNTIME) && bootstrap.getName().equals("metafactory")) {
            String lambda = name + "$Lambda" + lambdas.size();
            Method made = new Method("of", type);
            lambdas.put(lambda, new Lambda(lambda, host, made).calling(called, arguments));
            visitMethodInsn(Opcodes.INVOKESTATIC, lambda, made.getName(), type, false);
          } else {
            super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
          }
        }
      };
    }
  }

  /** The class of one lambda: what it captures are its fields. */
  private static final class Lambda {

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final Type type;
    private final Method made;
    private final Type[] captured;

    Lambda(String name, String host, Method made) {
      this.type = Type.getObjectType(name);
      this.made = made;
      this.captured = made.getArgumentTypes();
      String[] interfaces = {made.getReturnType().getInternalName()};
      int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
      writer.visit(Opcodes.V17, access, name, null, OBJECT, interfaces);
      writer.visitNestHost(host);
    }

    byte[] calling(String called, Object... arguments) {
      fields();
      factory();
      Method declared = new Method(called, ((Type) arguments[0]).getDescriptor());
      method(declared, (Handle) arguments[1], (Type) arguments[2]);
      writer.visitEnd();
      return writer.toByteArray();
    }

    private void fields() {
      GeneratorAdapter code = method(0, new Method("<init>", Type.VOID_TYPE, captured));
      code.loadThis();
      code.invokeConstructor(Type.getObjectType(OBJECT), NEW);
      for (int i = 0; i < captured.length; i++) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        writer.visitField(access, field(i), captured[i].getDescriptor(), null, null).visitEnd();
        code.loadThis();
        code.loadArg(i);
        code.putField(type, field(i), captured[i]);
      }
      code.returnValue();
      code.endMethod();
    }

    /** One that captures nothing is made once. */
    private void factory() {
      GeneratorAdapter code = method(Opcodes.ACC_STATIC, made);
      if (captured.length > 0) {
        make(code);
      } else {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        writer.visitField(access, "ONE", type.getDescriptor(), null, null).visitEnd();
        GeneratorAdapter once = method(Opcodes.ACC_STATIC, new Method("<clinit>", "()V"));
        make(once);
        once.putStatic(type, "ONE", type);
        once.returnValue();
        once.endMethod();
        code.getStatic(type, "ONE", type);
      }
      code.returnValue();
      code.endMethod();
    }

    private void make(GeneratorAdapter code) {
      code.newInstance(type);
      code.dup();
      for (int i = 0; i < captured.length; i++) {
        code.loadArg(i);
      }
      code.invokeConstructor(type, new Method("<init>", Type.VOID_TYPE, captured));
    }

    /**
     * The one method: passes what was captured and its arguments on.
     *
     * @param meant the method's type with the arguments of the interface's type put in
     */
    private void method(Method declared, Handle target, Type meant) {
      GeneratorAdapter code = method(Opcodes.ACC_PUBLIC, declared);
      Type owner = Type.getObjectType(target.getOwner());
      boolean makes = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
      if (makes) {
        code.newInstance(owner);
        code.dup();
      }
      Method called = new Method(target.getName(), target.getDesc());
      boolean needsReceiver = !makes && target.getTag() != Opcodes.H_INVOKESTATIC;
      List<Type> wanted =
          Stream.concat(
                  needsReceiver ? Stream.of(owner) : Stream.empty(),
                  Stream.of(called.getArgumentTypes()))
              .toList();
      for (int i = 0; i < wanted.size(); i++) {
        int argument = i - captured.length;
        if (argument < 0) {
          code.loadThis();
          code.getField(type, field(i), captured[i]);
          convert(code, captured[i], captured[i], wanted.get(i));
        } else {
          code.loadArg(argument);
          Type given = declared.getArgumentTypes()[argument];
          convert(code, given, meant.getArgumentTypes()[argument], wanted.get(i));
        }
      }
      int instruction = instruction(target);
      code.visitMethodInsn(
          instruction, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
      answer(code, makes ? owner : called.getReturnType(), meant.getReturnType(), declared);
      code.endMethod();
    }

    private static int instruction(Handle target) {
      return switch (target.getTag()) {
        case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
        case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
        default -> target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
      };
    }

    private static void answer(GeneratorAdapter code, Type from, Type meant, Method declared) {
      Type to = declared.getReturnType();
      if (to.equals(Type.VOID_TYPE)) {
        if (from.getSize() == 2) {
          code.pop2();
        } else if (from.getSize() == 1) {
          code.pop();
        }
      } else {
        convert(code, from, from, meant);
        convert(code, meant, meant, to);
      }
      code.returnValue();
    }

    /**
     * Boxes, unboxes, widens or casts.
     *
     * @param from what is declared
     * @param meant what it is known to be
     */
    private static void convert(GeneratorAdapter code, Type from, Type meant, Type to) {
      if (!isPrimitive(from) && !isPrimitive(to)) {
        if (!from.equals(to)) {
          code.checkCast(to);
        }
      } else if (isPrimitive(from) && isPrimitive(to)) {
        code.cast(from, to);
      } else if (isPrimitive(from)) {
        code.valueOf(from);
      } else if (meant.getInternalName().equals("java/lang/Character")) {
        code.unbox(Type.CHAR_TYPE);
        code.cast(Type.CHAR_TYPE, to);
      } else {
        code.unbox(to);
      }
    }

    private static boolean isPrimitive(Type type) {
      return type.getSort() < Type.ARRAY;
    }

    private GeneratorAdapter method(int access, Method method) {
      MethodVisitor code =
          writer.visitMethod(access, method.getName(), method.getDescriptor(), null, null);
      return new GeneratorAdapter(code, access, method.getName(), method.getDescriptor());
    }

    private static String field(int i) {
      return "captured" + i;
    }
  }
}
