//! `std::collections::hash_map`: std's own table, with the model's hashing. It tells the model when its order is seen.

use std::borrow::Borrow;
use std::collections::TryReserveError;
use std::collections::hash_map as real;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::ops::Index;

pub use std::collections::hash_map::*;

pub use crate::hash::{DefaultHasher, RandomState};
use crate::hash::{for_a_table, order_is_seen};

/// Values by keys; see [`std::collections::HashMap`].
pub struct HashMap<K, V, S = RandomState> {
    base: real::HashMap<K, V, S>,
}

impl<K, V> HashMap<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for so many entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_and_hasher(capacity, for_a_table(RandomState::new))
    }
}

impl<K, V, S> HashMap<K, V, S> {
    /// An empty map that hashes by this.
    pub const fn with_hasher(hash_builder: S) -> Self {
        Self {
            base: real::HashMap::with_hasher(hash_builder),
        }
    }

    /// An empty map with room for so many entries that hashes by this.
    pub fn with_capacity_and_hasher(capacity: usize, hasher: S) -> Self {
        Self {
            base: real::HashMap::with_capacity_and_hasher(capacity, hasher),
        }
    }

    /// For how many entries there is room.
    pub fn capacity(&self) -> usize {
        self.base.capacity()
    }

    /// Its keys.
    pub fn keys(&self) -> Keys<'_, K, V> {
        order_is_seen(self.len());
        self.base.keys()
    }

    /// Its keys; the values are dropped.
    pub fn into_keys(self) -> IntoKeys<K, V> {
        order_is_seen(self.len());
        self.base.into_keys()
    }

    /// Its values.
    pub fn values(&self) -> Values<'_, K, V> {
        order_is_seen(self.len());
        self.base.values()
    }

    /// Its values, to be changed.
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        order_is_seen(self.len());
        self.base.values_mut()
    }

    /// Its values; the keys are dropped.
    pub fn into_values(self) -> IntoValues<K, V> {
        order_is_seen(self.len());
        self.base.into_values()
    }

    /// Its entries.
    pub fn iter(&self) -> Iter<'_, K, V> {
        order_is_seen(self.len());
        self.base.iter()
    }

    /// Its entries, whose values can be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, V> {
        order_is_seen(self.len());
        self.base.iter_mut()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.base.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.base.is_empty()
    }

    /// Takes all entries out.
    pub fn drain(&mut self) -> Drain<'_, K, V> {
        order_is_seen(self.len());
        self.base.drain()
    }

    /// Takes those entries out for which `pred` is true.
    pub fn extract_if<F>(&mut self, pred: F) -> ExtractIf<'_, K, V, F>
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        order_is_seen(self.len());
        self.base.extract_if(pred)
    }

    /// Keeps those entries only for which `f` is true.
    pub fn retain<F>(&mut self, f: F)
    where
        F: FnMut(&K, &mut V) -> bool,
    {
        order_is_seen(self.len());
        self.base.retain(f);
    }

    /// Drops all entries.
    pub fn clear(&mut self) {
        if std::mem::needs_drop::<(K, V)>() {
            order_is_seen(self.len());
        }
        self.base.clear();
    }

    /// What it hashes by.
    pub fn hasher(&self) -> &S {
        self.base.hasher()
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> HashMap<K, V, S> {
    /// Makes room for so many entries more.
    pub fn reserve(&mut self, additional: usize) {
        self.base.reserve(additional);
    }

    /// Makes room for so many entries more.
    ///
    /// # Errors
    /// If there is not so much memory.
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        self.base.try_reserve(additional)
    }

    /// Gives room back that is not needed.
    pub fn shrink_to_fit(&mut self) {
        self.base.shrink_to_fit();
    }

    /// Gives room back, but keeps so much.
    pub fn shrink_to(&mut self, min_capacity: usize) {
        self.base.shrink_to(min_capacity);
    }

    /// The place of the key, taken or not.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        self.base.entry(key)
    }

    /// The value of the key.
    pub fn get<Q>(&self, k: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.get(k)
    }

    /// The key as it is stored, and its value.
    pub fn get_key_value<Q>(&self, k: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.get_key_value(k)
    }

    /// The values of several keys, to be changed.
    ///
    /// # Panics
    /// If two keys are the same.
    pub fn get_disjoint_mut<Q, const N: usize>(&mut self, ks: [&Q; N]) -> [Option<&mut V>; N]
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.get_disjoint_mut(ks)
    }

    /// The values of several keys, to be changed.
    ///
    /// # Safety
    /// No two keys may be the same.
    pub unsafe fn get_disjoint_unchecked_mut<Q, const N: usize>(
        &mut self,
        ks: [&Q; N],
    ) -> [Option<&mut V>; N]
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        // SAFETY: the caller promises it.
        unsafe { self.base.get_disjoint_unchecked_mut(ks) }
    }

    /// Whether there is an entry of the key.
    pub fn contains_key<Q>(&self, k: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.contains_key(k)
    }

    /// The value of the key, to be changed.
    pub fn get_mut<Q>(&mut self, k: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.get_mut(k)
    }

    /// Sets the value of the key; returns what it was.
    pub fn insert(&mut self, k: K, v: V) -> Option<V> {
        self.base.insert(k, v)
    }

    /// Takes the value of the key out.
    pub fn remove<Q>(&mut self, k: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.remove(k)
    }

    /// Takes the entry of the key out.
    pub fn remove_entry<Q>(&mut self, k: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.base.remove_entry(k)
    }
}

impl<K: Clone, V: Clone, S: Clone> Clone for HashMap<K, V, S> {
    fn clone(&self) -> Self {
        Self {
            base: self.base.clone(),
        }
    }

    fn clone_from(&mut self, source: &Self) {
        self.base.clone_from(&source.base);
    }
}

impl<K: fmt::Debug, V: fmt::Debug, S> fmt::Debug for HashMap<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        order_is_seen(self.len());
        self.base.fmt(f)
    }
}

impl<K, V, S: Default> Default for HashMap<K, V, S> {
    fn default() -> Self {
        Self::with_hasher(for_a_table(S::default))
    }
}

impl<K: Eq + Hash, V: PartialEq, S: BuildHasher> PartialEq for HashMap<K, V, S> {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base
    }
}

impl<K: Eq + Hash, V: Eq, S: BuildHasher> Eq for HashMap<K, V, S> {}

impl<K, Q, V, S> Index<&Q> for HashMap<K, V, S>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
    S: BuildHasher,
{
    type Output = V;

    #[track_caller]
    fn index(&self, key: &Q) -> &V {
        self.base.get(key).expect("no entry found for key")
    }
}

impl<K: Eq + Hash, V, S: BuildHasher> Extend<(K, V)> for HashMap<K, V, S> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, iter: T) {
        self.base.extend(iter);
    }
}

impl<'a, K: Eq + Hash + Copy, V: Copy, S: BuildHasher> Extend<(&'a K, &'a V)> for HashMap<K, V, S> {
    fn extend<T: IntoIterator<Item = (&'a K, &'a V)>>(&mut self, iter: T) {
        self.base.extend(iter);
    }
}

impl<K: Eq + Hash, V, S: BuildHasher + Default> FromIterator<(K, V)> for HashMap<K, V, S> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(iter: T) -> Self {
        let mut map = Self::default();
        map.extend(iter);
        map
    }
}

impl<K: Eq + Hash, V, const N: usize> From<[(K, V); N]> for HashMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        Self::from_iter(entries)
    }
}

impl<'a, K, V, S> IntoIterator for &'a HashMap<K, V, S> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

impl<'a, K, V, S> IntoIterator for &'a mut HashMap<K, V, S> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = IterMut<'a, K, V>;

    fn into_iter(self) -> IterMut<'a, K, V> {
        self.iter_mut()
    }
}

impl<K, V, S> IntoIterator for HashMap<K, V, S> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;

    fn into_iter(self) -> IntoIter<K, V> {
        order_is_seen(self.len());
        self.base.into_iter()
    }
}
